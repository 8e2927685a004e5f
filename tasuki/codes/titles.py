"""The code lists by name, as a worker would call them (コード表の名前)."""

TITLES = {
    "consultation_route": "相談経路",
    "introducer": "紹介元",
    "consultation_topic": "相談内容",
    "urgency": "緊急度",
    "contact_method": "対応方法",
    "contact_party": "対応した相手",
    "contact_result": "会えたか",
    "issue": "課題",
    "change_seen": "見られた変化",
    "closing_reason": "終結の理由",
    "consent_method": "同意の方法",
    "nondisclosure_reason": "開示しない理由",
    "untold_reason": "提供の記録で伝えないわけ",
    "handing_way": "本人への渡し方",
    "consent_item": "同意で共有する項目",
    "outreach_ground": "同意前に訪ねる根拠",
    "outreach_stage": "アウトリーチの段階",
    "screening_result": "スクリーニングの結果",
    "plan_support_kind": "プランで使う事業",
    "relation_type": "続柄",
    "household_type": "世帯の構成",
    "housing": "住まい",
    "employment": "就労の状況",
    "income": "収入",
    "benefit": "給付・手当",
    "insurance": "医療保険",
    "health_state": "健康状態",
    "care_level": "要介護度",
    "disability_certificate": "障害者手帳",
    "agency_kind": "機関の種別",
    "field": "分野",
    "place_function": "居場所の機能",
}


def title(name: str) -> str:
    """The name of the list in Japanese; its key if it has none."""
    return TITLES.get(name, name)
