"""アウトリーチ等を通じた継続的支援: approaches to people who do not ask, before or after consent; visits; stages."""
