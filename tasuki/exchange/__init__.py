"""Exchange (取り込み・書き出し): the register of places in and out, as tables and as open data."""
