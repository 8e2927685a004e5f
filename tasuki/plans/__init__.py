"""支援プラン: goals in the person's own words, and rows agency × what × by date or when X happens."""
