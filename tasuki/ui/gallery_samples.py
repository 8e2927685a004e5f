"""Template texts of the gallery: (chapter, [(what it shows, text)])."""

FRAME = [
    ("ページの骨組み（{% extends \"ui/page.html\" %}）", """
<p class="muted">ブロック：title crumbs heading lead actions tabs messages content main_class more_scripts paper_mark paper_note</p>
<nav class="crumbs" aria-label="見本"><ol>{% crumb "ケース" "#" %}{% crumb "R8-0142" %}</ol></nav>
"""),
    ("見出しの下のひと目", """
<p class="row">{% chip "支援中・プラン第1回" "key" %} {% chip "母：同意なし" "orange" %} {% chip "権利擁護" "red" %} <span class="muted">第3圏域　ケース番号 R8-0142</span></p>
<p class="row">{% ground "自機関（担当）" %} <span class="muted">この記録を見られる機関：4　<a href="#">だれが見たか</a></span></p>
"""),
    ("タブ", '{% tabs tabs "ケースの中" %}'),
]

BUTTONS = [
    ("ボタン", """
<p class="row">{% button "記録する" "#" kind="primary" %} {% button "つなぐ" "#" %} {% button "取り消す" "#" kind="danger" %} {% button "やめる" "#" kind="quiet" %} {% print_button %}</p>
"""),
    ("断られるボタンは、わけとともに残る", """
<p class="row">{% button "終結する" "#" decision=may_close %} {% button "記録する" "#" decision=may_record kind="primary" %}</p>
"""),
    ("送る", """
<form method="post">{% posted record %}<div class="buttons">{% submit "記録する" decision=may_record %} {% submit "終結する" decision=may_close %}</div></form>
"""),
]

PIECES = [
    ("札（状態はことばで）", """
<p class="row">{% chip "支援中" "key" %} {% chip "2時間後に受理" "blue" %} {% chip "関係づくり" "orange" %} {% chip "1日超過" "red" %} {% chip "35分" %} {% chip "法106条の6" "purple" %} {% chip "下書き" "yellow" %} {% chip "参加支援" "cyan" %}</p>
"""),
    ("カード", """
{% card "いま" aside="11月18日 山本 が更新" tone="key" %}
<p>母は認知機能の検査を断っている。<strong>次の一手：長男が通院する12月3日に、保健師と二人で同行する。</strong></p>
{% endcard %}
"""),
    ("カードと一覧", """
{% chip "期限すぎ 1" "red" as late %}
{% card "返事を待っている" id="waiting" aside=late action="すべて見る" action_url="#" %}
<ul class="list">
  <li><a href="#">70代夫婦・ごみ屋敷の世帯</a> {% chip "1日超過" "red" %} <span class="muted">環境課から つなぐシート　あなたの返事待ち</span></li>
  <li><a href="#">不登校の中学生と母</a> {% chip "あと2開庁日" "orange" %} <span class="muted">教育相談室へつないだ　相手が開いた</span></li>
</ul>
{% endcard %}
"""),
    ("経過（li の class：なし・meeting・relay・alert・paper）", """
{% card "経過" %}<ol class="tl">
  <li><span class="when">{{ now|daytime }} 訪問</span> {% chip "職員2名・35分" %} {% chip "長男に会えた・母は会えず" %}<p>玄関先で長男と話す。「母さんは寝ている」。冷蔵庫は空に近い。</p><p class="who">総合相談支援センター 山本・地区担当保健師 田中</p></li>
  <li class="meeting"><span class="when">{{ day|md }} 支援会議</span> {% chip "法106条の6" "purple" %}<p>訪問は二人で。母の受診は急がず関係を先に。</p></li>
  <li class="relay"><span class="when">11月2日（月）つなぐ → 総合相談支援センター</span> {% chip "2時間後に受理" "blue" %}</li>
  <li class="alert"><span class="when">10月29日（木）気になること</span><p>郵便受けがあふれ、知らない男性が出入りしている。</p></li>
</ol>{% endcard %}
"""),
    ("項目と値（空は未記入）", '{% card "本人" %}{% kv facts %}{% endcard %}'),
    ("進みぐあい", """
<ol class="ladder"><li class="done">発見・把握</li><li aria-current="step">関係づくり</li><li>つなぎ</li><li>継続</li></ol>
"""),
    ("数（押すと元の記録）", """
{% card "今年度" %}<div class="stats">{% stat 128 "件" "新規相談" "#" %}{% stat 41 "世帯" "支援中" note="前の月 39世帯" %}{% stat 0 "件" "終結" %}</div>{% endcard %}
"""),
    ("日付と時間", """
<p>{{ now|wareki }} ・ {{ now|wareki_short }} ・ {{ now|md }} ・ {{ now|daytime }} ・ {{ day|ago }} ・ {{ born|age_at }} ・ {{ 80|minutes }}</p>
"""),
    ("空のとき", '{% empty "まだ訪問の記録がありません" "はじめに訪ねる日と、いっしょに行く人を決めます。" "#" "訪問を決める" %}'),
    ("知らせ", """
<div class="stack">{% notice "12月29日から1月3日まで閉庁です。" %}{% notice "つなぐシートを送りました。" "success" %}{% notice "31日間、だれも会えていません。次の訪問を決めてください。" "warning" title="しばらく会えていません" %}{% notice "相手の機関が受け取れませんでした。" "error" %}</div>
"""),
    ("折りたたみ", '{% fold "会えなかった訪問（3件）" %}<p>11月4日、11月9日、11月15日</p>{% endfold %}'),
]

TABLES = [
    ("表（見出しは上に残り、狭い画面では横に動く）", """
{% card "担当ケース" action="Excel" action_url="#" %}{% scroll "担当ケース" %}
<table>
  <thead><tr><th scope="col">世帯</th><th scope="col">いま</th><th scope="col" class="n">機関</th><th scope="col">さいごの接触</th><th scope="col">次</th></tr></thead>
  <tbody>
    <tr><td><a href="#">86歳の母と40代の長男</a><span class="muted">R8-0142　第3圏域</span></td><td>{% chip "支援中" "key" %}</td><td class="n">4</td><td>4日前 訪問</td><td>12/3 通院同行</td></tr>
    <tr class="attention"><td><a href="#">80代の母と40代の長女</a><span class="muted">R8-0119　第1圏域</span></td><td>{% chip "関係づくり" "orange" %}</td><td class="n">2</td><td><strong class="late">31日前</strong> 訪問・会えず</td><td><a href="#">決める</a></td></tr>
  </tbody>
</table>
{% endscroll %}{% pager page %}{% endcard %}
"""),
    ("狭い画面では行がカードになる表（class=\"rows\"、td に data-label）", """
{% card "見守り" %}{% scroll "見守り" %}
<table class="rows">
  <thead><tr><th scope="col">世帯</th><th scope="col">いま</th><th scope="col">さいごの接触</th><th scope="col">次</th></tr></thead>
  <tbody>
    <tr><td><a href="#">70代の夫婦</a><span class="muted">R7-0388　第2圏域</span></td><td data-label="いま">{% chip "継続" "key" %}</td><td data-label="さいごの接触">10月20日 会えた</td><td data-label="次">12月5日 家族会</td></tr>
    <tr class="attention"><td><a href="#">80代の母と40代の長女</a><span class="muted">R8-0119　第1圏域</span></td><td data-label="いま">{% chip "関係づくり" "orange" %}</td><td data-label="さいごの接触"><strong class="late">31日前</strong></td><td data-label="次"><a href="#">決める</a></td></tr>
  </tbody>
</table>
{% endscroll %}{% endcard %}
"""),
    ("つめた表（class=\"dense\"）", """
{% card "月ごとの実績" %}{% scroll "月ごとの実績" %}
<table class="dense">
  <thead><tr><th scope="col">事業</th><th scope="col" class="n">9月</th><th scope="col" class="n">10月</th><th scope="col" class="n">11月</th></tr></thead>
  <tbody><tr><th scope="row">新規相談</th><td class="n">12</td><td class="n"><a href="#">18</a></td><td class="n">9</td></tr><tr><th scope="row">つなぎ</th><td class="n">4</td><td class="n">7</td><td class="n">3</td></tr></tbody>
  <tfoot><tr><th scope="row">計</th><td class="n">16</td><td class="n">25</td><td class="n">12</td></tr></tfoot>
</table>
{% endscroll %}{% endcard %}
"""),
]

FORMS = [
    ("絞り込み（FilterForm：必須・任意を書かない）", """
<form class="filter" method="get">{{ narrow }}{% submit "絞り込む" kind="" %}</form>
"""),
    ("用紙（全部の種類の欄）", """
<form method="post" class="card" data-confirm-leave>{% posted %}
{{ sheet.heard_at.as_field_group }}
{{ sheet.route.as_field_group }}
<div class="fields">{{ sheet.name.as_field_group }}{{ sheet.born.as_field_group }}</div>
{{ sheet.topics.as_field_group }}
{{ sheet.agencies.as_field_group }}
{{ sheet.urgency.as_field_group }}
<div data-show-when="urgency=now">{{ sheet.why.as_field_group }}</div>
<div class="fields">{{ sheet.area.as_field_group }}{{ sheet.minutes.as_field_group }}</div>
{{ sheet.words.as_field_group }}
{{ sheet.paper.as_field_group }}
{{ sheet.told.as_field_group }}
<div class="buttons">{% submit "記録する" %} {% button "やめる" "#" kind="quiet" %}</div>
</form>
"""),
    ("まちがいは上と欄の両方に", """
<form method="post" class="card" data-draft="/drafts/sample/1">{% posted %}
{% error_summary wrong focus=False %}
{{ wrong }}
<div class="buttons">{% submit "記録する" %}</div>
</form>
"""),
]

SAMPLES = [("骨組み", FRAME), ("ボタン", BUTTONS), ("部品", PIECES), ("表", TABLES), ("用紙", FORMS)]
