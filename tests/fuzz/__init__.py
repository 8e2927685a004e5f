"""Bad input (おかしな入力): every form and every address is fed with what nobody should send."""
