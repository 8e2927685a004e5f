"""The look of Tasuki: layout, components, form parts and small scripts (画面の部品)."""
