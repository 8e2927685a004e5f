"""Work that takes longer than a page (時間のかかる仕事): the queue, the daily round, and the end of records (保存期間と廃棄)."""
