"""How far suggestions agree with what people decided: counts, calibration, and how to show them."""
