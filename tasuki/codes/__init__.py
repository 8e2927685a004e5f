"""Code lists (コード表): shipped as data with dates and source, never deleted; and the pages of the settings (設定)."""
