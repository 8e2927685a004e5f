"""Japanese of support records from a seed: names, sentences of many different characters, planted words."""

import random

from tasuki.shared.kana import fold_text

# word: share of the records that hold it; none of them can come out of the sentences below
PLANTED = {
    "ひきこもり": 0.10, "ヤングケアラー": 0.01, "アルコール依存症": 0.0005, "特別障害者手当認定請求書": 0.00005,
    "介護": 0.15, "借金": 0.02, "遺言": 0.0005, "竜宮城": 0.0,
}  # fmt: skip
AROUND = [
    "{}のことが話に出た。", "{}について本人から質問があった。", "家族は{}を心配している。", "{}の件は来週あらためて話す。",
    "{}に関する資料を渡した。", "以前から{}の問題があると聞く。",
]  # fmt: skip
FAMILIES = """佐藤サトウ 鈴木スズキ 高橋タカハシ 田中タナカ 伊藤イトウ 渡邊ワタナベ 山本ヤマモト 中村ナカムラ 小林コバヤシ 加藤カトウ
吉田ヨシダ 山田ヤマダ 佐々木ササキ 松本マツモト 井上イノウエ 木村キムラ 清水シミズ 山崎ヤマザキ 池田イケダ 橋本ハシモト 阿部アベ
石川イシカワ 森モリ 前田マエダ 藤田フジタ 後藤ゴトウ 小川オガワ 岡田オカダ 村上ムラカミ 長谷川ハセガワ 近藤コンドウ 石井イシイ
齋藤サイトウ 坂本サカモト 遠藤エンドウ 青木アオキ 藤井フジイ 西村ニシムラ 福田フクダ 太田オオタ 三浦ミウラ 藤原フジワラ 岡本オカモト
松田マツダ 中島ナカジマ 原田ハラダ 小野オノ 田村タムラ 竹内タケウチ 金子カネコ 和田ワダ 中山ナカヤマ 石田イシダ 上田ウエダ 森田モリタ
柴田シバタ 酒井サカイ 工藤クドウ 横山ヨコヤマ 宮崎ミヤザキ 内田ウチダ 高木タカギ 安藤アンドウ 谷口タニグチ 大野オオノ 丸山マルヤマ
今井イマイ 河野コウノ 武田タケダ 上野ウエノ 杉山スギヤマ 千葉チバ 村田ムラタ 増田マスダ 新井アライ 久保クボ 平野ヒラノ 野口ノグチ"""
GIVENS = """ハナ花 ウメ梅 キヨ清 トメ留 フミ文 カズコ和子 サチコ幸子 ヨシコ良子 ケイコ恵子 ヒロコ裕子 ユミコ由美子 アケミ明美 マユミ真由美
ナオミ直美 ミホ美穂 アヤ彩 ユイ結衣 サクラ桜 ヒナ陽菜 リン凛 イチロウ一郎 ジロウ二郎 サブロウ三郎 ショウイチ正一 マサオ正男 ヒデオ秀雄
ヨシオ義雄 タカシ隆 ヒロシ博 マコト誠 ケンイチ健一 ダイスケ大輔 ショウ翔 タクヤ拓也 ケンタ健太 ユウト悠斗 ハルト陽翔 レン蓮 ソウタ颯太
アオイ葵 ミツコ光子 ヤスコ康子 ノブコ信子 エイジ栄治 シンジ真司 コウジ浩二 ヤスオ康夫 タダシ正 ツトム勉 ミノル実"""
KANJI = (
    "東西南北春夏秋冬朝夕旭緑桜梅松竹菊藤楓柳若葉花園丘坂川浜港岬島谷沢池泉滝森林原野畑里郷宮寺門橋塚堀城台町辻"
    "光和平安寿福幸希望虹空雲星月雪風波音色糸結絆灯暖穏静清明朗健康友愛慈恵仁義智徳信誠孝勇進歩翔翼鳩鶴亀鹿"
)
KINDS = [
    "クリニック", "病院", "診療所", "薬局", "荘", "苑", "の家", "作業所", "工房", "食堂", "図書館", "公民館", "小学校", "中学校",
    "保育園", "マンション", "ハイツ", "団地", "スーパー", "郵便局", "銀行", "交番", "不動産", "電力", "ガス", "商店", "工業", "運輸",
    "自治会", "サロン", "広場", "センター", "ホーム", "事業所", "訪問看護ステーション", "法律事務所",
]  # fmt: skip
WHO = [
    "本人", "母", "父", "長男", "長女", "次男", "次女", "祖母", "祖父", "夫", "妻", "弟", "妹", "姉", "叔母", "大家", "民生委員", "近所の人",
    "学校の先生", "主治医", "保健師", "ケアマネジャー", "相談員", "社協の職員", "生活保護の担当者", "訪問看護師", "ヘルパー", "友人",
    "元の勤め先の上司", "自治会長", "スクールソーシャルワーカー", "薬剤師", "警察官", "大家の息子", "教頭", "児童委員", "管理人",
]  # fmt: skip
WHAT = """家賃 水道代 電気代 携帯電話の料金 国民健康保険料 固定資産税 年金の手続き 障害年金 医療券 受診 通院 服薬 食事 睡眠 入浴 洗濯 掃除 ごみの片付け
買い物 通学 不登校 進学 奨学金 就労 面接 履歴書 退職 解雇 失業給付 住まい 立ち退き 転居 修繕 雨漏り 害虫 猫の世話 犬の鳴き声 騒音 隣人とのもめごと
家計 通帳 印鑑 保険証 診断書 手帳の更新 支給決定 サービス利用 短期入所 通所 送迎 見守り 安否確認 緊急連絡先 鍵の預かり 成年後見 相続 離婚 親権
養育 保育 発達の検査 学習の支援 昼夜逆転 飲酒 喫煙 物忘れ 転倒 骨折 糖尿病 高血圧 腰痛 視力 聴力 歯の治療 体重の減少 妄想 幻聴 抑うつ 不安 怒り 孤立
外出 居場所 趣味 園芸 将棋 手芸 ゲーム 動画 音楽 料理 散歩 ラジオ体操 ボランティア 収入 債務 督促状 裁判所の書類 手紙 写真 仏壇 墓 葬儀 遺品 空き家""".split()
DO = """確認した 聞き取った 説明した 相談した 提案した 話し合った 見学した 申し込んだ 断られた 約束した 延期した 見送った 様子を見る 同行した 電話で伝えた
書類にまとめた 一緒に考えた 受け止めた 励ました 謝られた 笑顔が見られた 涙ぐんでいた 表情が硬かった 返事がなかった 前より進んだ 少し滞っている 落ち着いている
困っている 焦っている 安心した様子 納得された 迷っている 拒まれた 喜ばれた 戸惑っていた 黙っていた 怒り出した 思い出していた 忘れていた 片付けていた""".split()
HOW = """玄関先で 居間で 台所で 電話で 窓越しに 駐車場で 待合室で 面談室で 車の中で 廊下で 庭先で オンラインで 手紙で 留守番電話で 階段の踊り場で 公園のベンチで
昼過ぎに 夕方に 朝早く 雨の中 雪の残る日に 暑さのなか 帰りぎわに 予定より遅れて 約束どおり 突然 ひさしぶりに 三か月ぶりに 去年から 先週から 子どものころから""".split()
WHY = """体調が悪いため 収入が減ったので 足が痛いので 人目が気になるため 書き方が分からないので 期限が近いため 交通費がないので 予約が取れず 家族に反対され 朝起きられず
気持ちの整理がつかず 昔のことを思い出して 眠れない日が続き 連絡の行き違いがあり 制度が変わったため 担当が替わったので 本人の希望で 医師の勧めで 近所の目を気にして""".split()
END = """という。 とのこと。 と話す。 と感じた。 ようだ。 ためである。 と見立てる。 と記録しておく。 とうかがう。 ことが分かった。 と繰り返した。 とつぶやいた。""".split()


def names(block: str) -> list[tuple[str, str]]:
    """(written, reading) of a block in which katakana and the rest are put together."""
    found = []
    for word in block.split():
        kana = "".join(letter for letter in word if "ァ" <= letter <= "ヺ")
        found.append((word.replace(kana, "") or kana, kana))
    return found


class Voice:
    """Sentences, each folded once; records are woven out of them, so a million take minutes and not hours."""

    def __init__(self, seed: int, sentences: int = 24_000) -> None:
        self.random = random.Random(seed)
        self.families, self.givens = names(FAMILIES), names(GIVENS)
        self.pool = [(text, fold_text(text)) for text in {self._sentence() for _ in range(sentences)}]
        self.pool.sort()
        self.held = dict.fromkeys(PLANTED, 0)

    def place(self) -> str:
        """「花沢クリニック」: facilities and houses, ten thousands of them."""
        choice = self.random.choice
        return choice(KANJI) + choice(KANJI) + choice(KINDS)

    def _sentence(self) -> str:
        r = self.random
        choice = r.choice
        form = r.randrange(7)
        topic, other, who = choice(WHAT), choice(WHAT), choice(WHO)
        if form == 0:
            return f"{who}は{choice(HOW)}{topic}のことを{choice(DO)}。"
        if form == 1:
            return f"{choice(WHY)}、{topic}がむずかしい{choice(END)}"
        if form == 2:
            return f"{r.randrange(1, 13)}月{r.randrange(1, 29)}日に{self.place()}へ行き、{topic}と{other}について{choice(DO)}。"
        if form == 3:
            amount = r.randrange(3, 400) * 500
            return f"{topic}は月に{amount:,}円ほどで、{who}が{choice(WHY)}{choice(DO)}。"
        if form == 4:
            return f"「{topic}はもういい、{other}だけ手伝ってほしい」と{who}から{choice(HOW)}言われた。"
        if form == 5:
            family, given = choice(self.families)[0], choice(self.givens)[0]
            return f"{self.place()}の{family}{given}さん（{r.randrange(20, 90)}歳）に{topic}を引き継ぎ、{choice(DO)}。"
        return f"{who}と{choice(WHO)}の間で{topic}の考えが違い、{choice(WHY)}{other}も{choice(DO)}{choice(END)}"

    def text(self, low: int = 300, high: int = 800) -> tuple[str, str]:
        """A text of low–high characters and its folded form, with planted words by their shares."""
        r = self.random
        wanted = r.randint(low, high - 30)
        parts: list[tuple[str, str]] = []
        length = 0
        while length < wanted:
            part = r.choice(self.pool)
            parts.append(part)
            length += len(part[0])
        for word, share in PLANTED.items():
            if share and r.random() < share:
                said = r.choice(AROUND).format(word)
                parts.insert(r.randrange(len(parts) + 1), (said, fold_text(said)))
                self.held[word] += 1
        return "".join(part[0] for part in parts), "".join(part[1] for part in parts)

    def short(self, words: int = 1) -> str:
        """A line: a wish, a next step."""
        return "".join(self.random.choice(self.pool)[0] for _ in range(words))
