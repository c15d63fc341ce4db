"""Filing windows and decision clocks by law: dates, rolls, conflicts."""
