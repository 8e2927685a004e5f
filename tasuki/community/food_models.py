"""The food drive (フードドライブ): who gave, what came, where it lies, where it went. Nothing here names a household."""

from django.db import models
from django.db.models import F, Q

from tasuki.shared import clock
from tasuki.shared.privacy import Privacy
from tasuki.shared.walls import Wall, municipal
from tasuki.staff.models import Worker
from tasuki.tenancy.base import MunicipalModel
from tasuki.tenancy.models import Agency

from .food_enums import TONES, DonorKind, MoveKind
from .models import Place

# Days before the best-before date from which food is soon out of date.
SOON = 30


def said(quantity: object) -> str:
    """A quantity as people write it: 3, 2.5."""
    return f"{quantity:f}".rstrip("0").rstrip(".") if "." in f"{quantity:f}" else f"{quantity:f}"


class FoodDonor(MunicipalModel):
    """A company, organisation or collecting box that gives food (食料の提供者)."""

    wall = municipal()
    privacy = Privacy(open="name kind member closed version")
    name = models.CharField("名称", max_length=120)
    kind = models.CharField("種別", max_length=20, choices=DonorKind)
    member = models.BooleanField("社会福祉法人連絡会などの会員", default=False)
    closed = models.BooleanField("いまは提供がない", default=False)
    version = models.PositiveIntegerField("版", default=1)

    class Meta:
        verbose_name = "食料の提供者"
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["municipality", "name"], name="one_food_donor_per_name")]

    def __str__(self) -> str:
        return self.name


class FoodLot(MunicipalModel):
    """One kind of food that came in at one time (入ってきた食料); never rewritten, its quantities are in the moves."""

    wall = Wall(append_only=True)
    privacy = Privacy(
        open="number donor people kind name unit best_before received_on agency by at", personal="", sensitive="note"
    )
    number = models.CharField("番号", max_length=20)
    donor = models.ForeignKey(
        FoodDonor, models.PROTECT, null=True, blank=True, related_name="lots", verbose_name="提供者"
    )
    people = models.PositiveSmallIntegerField("持って来た人数", null=True, blank=True)
    kind = models.CharField("種類", max_length=40)  # code list food_kind
    name = models.CharField("品名", max_length=80)
    unit = models.CharField("単位", max_length=40)  # code list food_unit
    best_before = models.DateField("賞味期限", null=True, blank=True)
    received_on = models.DateField("受け取った日")
    note = models.CharField("メモ", max_length=200, blank=True)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name="受け取った機関")
    by = models.ForeignKey(Worker, models.PROTECT, related_name="+", verbose_name="受け取った人")
    at = models.DateTimeField("記録した日時")

    class Meta:
        verbose_name = "入ってきた食料"
        ordering = [F("best_before").asc(nulls_last=True), "number"]
        constraints = [models.UniqueConstraint(fields=["municipality", "number"], name="one_food_lot_per_number")]

    def __str__(self) -> str:
        return self.name

    @property
    def days_left(self) -> int | None:
        """Days until the best-before date; negative when it is over."""
        return None if self.best_before is None else (self.best_before - clock.today()).days

    @property
    def freshness(self) -> str:
        """A tone: red when over, orange when soon."""
        left = self.days_left
        return "" if left is None or left > SOON else "red" if left < 0 else "orange"


class FoodMove(MunicipalModel):
    """One line of the stock book (出し入れ): so much of a lot from here to there. Only grows; a mistake is undone by a line."""

    wall = Wall(append_only=True)
    privacy = Privacy(
        open=(
            "lot kind on quantity from_place to_place recipient recipient_text households people_helped undoes agency "
            "by at"
        ),
        sensitive="reason",
    )
    lot = models.ForeignKey(FoodLot, models.PROTECT, related_name="moves", verbose_name="食料")
    kind = models.CharField("種類", max_length=12, choices=MoveKind)
    on = models.DateField("日付")
    quantity = models.DecimalField("数量", max_digits=9, decimal_places=2)
    from_place = models.ForeignKey(
        Place, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="出した場所"
    )
    to_place = models.ForeignKey(
        Place, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="入れた場所"
    )
    recipient = models.ForeignKey(
        Place, models.PROTECT, null=True, blank=True, related_name="food_given", verbose_name="渡した所"
    )
    recipient_text = models.CharField("渡した所（台帳にない所）", max_length=120, blank=True)
    households = models.PositiveSmallIntegerField("世帯の数", null=True, blank=True)
    people_helped = models.PositiveSmallIntegerField("受け取った人数", null=True, blank=True)
    reason = models.CharField("わけ", max_length=200, blank=True)
    undoes = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="undone_by", verbose_name="取り消した行"
    )
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name="記録した機関")
    by = models.ForeignKey(Worker, models.PROTECT, related_name="+", verbose_name="記録した人")
    at = models.DateTimeField("記録した日時")

    class Meta:
        verbose_name = "食料の出し入れ"
        ordering = ["-at", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gt=0), name="food_moves_something"),
            models.CheckConstraint(
                condition=Q(from_place__isnull=False) | Q(to_place__isnull=False), name="food_moves_somewhere"
            ),
            models.CheckConstraint(
                condition=Q(from_place=None) | Q(to_place=None) | ~Q(from_place=F("to_place")),
                name="food_moves_elsewhere",
            ),
            models.UniqueConstraint(
                fields=["municipality", "undoes"], condition=Q(undoes__isnull=False), name="food_undone_once"
            ),
        ]
        indexes = [models.Index(fields=["municipality", "on"], name="foodmove_by_day")]

    @property
    def tone(self) -> str:
        """Colour of the chip."""
        return TONES[MoveKind(self.kind)]

    @property
    def amount(self) -> str:
        """The quantity as people write it."""
        return said(self.quantity)


class FoodStock(MunicipalModel):
    """What lies where now (在庫): kept by the database from the moves alone (sql/food.sql), and never below nothing."""

    wall = Wall(append_only=True)
    privacy = Privacy(open="lot place quantity")
    lot = models.ForeignKey(FoodLot, models.PROTECT, related_name="stock", verbose_name="食料")
    place = models.ForeignKey(Place, models.PROTECT, related_name="food_stock", verbose_name="置き場所")
    quantity = models.DecimalField("数量", max_digits=9, decimal_places=2)

    class Meta:
        verbose_name = "食料の在庫"
        constraints = [
            models.UniqueConstraint(fields=["municipality", "lot", "place"], name="one_food_stock_per_place"),
            models.CheckConstraint(condition=Q(quantity__gte=0), name="food_stock_not_negative"),
        ]

    @property
    def amount(self) -> str:
        """The quantity as people write it."""
        return said(self.quantity)
