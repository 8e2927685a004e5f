"""How a wall asks for the row above."""

import pytest

from tasuki.shared.walls import Wall, with_parent


@pytest.mark.parametrize(
    ("rule", "asked"),
    [
        (with_parent("plans_plan", "plan_id").read, "((select true from plans_plan p where p.id = t.plan_id))"),
        ("true or exists (select 1 from cases_case c where c.id = {me}.case_id and c.worker_id = {worker})",
         "(true or (select true from cases_case c where c.id = t.case_id and c.worker_id = (select app.worker())))"),
        ("not exists (select 1 from a_b p where p.id = {me}.b_id)", "(not exists (select 1 from a_b p where p.id = t.b_id))"),
        ("exists (select 1 from a_b p where p.case_id = {me}.case_id)",
         "(exists (select 1 from a_b p where p.case_id = t.case_id))"),
    ],
)  # fmt: skip
def test_a_parent_is_looked_up_by_its_key_and_never_all_of_them(rule, asked):
    assert Wall(rule).sql("t").endswith(asked)
