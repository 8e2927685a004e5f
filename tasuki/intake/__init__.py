"""相談受付: consultations at any desk, in under three minutes, anonymous and third-hand ones too."""
