"""The heart: the legal grounds (根拠), what each opens (閲覧範囲), the grant (開示), and the database as second wall."""
