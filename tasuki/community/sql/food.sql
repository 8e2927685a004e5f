-- The stock of the food drive follows its book: each move takes from one place and puts to another, in the same statement.
-- A definer's function, so that nothing else writes the stock: the application itself may only read it.
create or replace function app.food_moved() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if tg_table_schema <> 'public' then raise insufficient_privilege; end if;
  -- two moves between the same places in opposite directions take the rows in one order
  perform 1 from community_foodstock s
    where s.municipality_id = new.municipality_id and s.lot_id = new.lot_id
      and s.place_id in (new.from_place_id, new.to_place_id) order by s.place_id for update;
  if new.from_place_id is not null then
    update community_foodstock s set quantity = s.quantity - new.quantity
      where s.municipality_id = new.municipality_id and s.lot_id = new.lot_id and s.place_id = new.from_place_id;
    if not found then raise check_violation using message = 'nothing of this food lies there'; end if;
  end if;
  if new.to_place_id is not null then
    insert into community_foodstock as s (id, municipality_id, lot_id, place_id, quantity)
      values (gen_random_uuid(), new.municipality_id, new.lot_id, new.to_place_id, new.quantity)
      on conflict (municipality_id, lot_id, place_id) do update set quantity = s.quantity + excluded.quantity;
  end if;
  return null;
end $$;
revoke all on function app.food_moved() from public;
-- Not when the owner brings a whole municipality back: then the stock comes with it.
create or replace trigger food_moved after insert on community_foodmove for each row
  when (coalesce(current_setting('app.building', true), '') <> '1' or session_user <> 'tasuki_owner')
  execute function app.food_moved();
revoke insert, update, delete on community_foodstock from tasuki_app;
