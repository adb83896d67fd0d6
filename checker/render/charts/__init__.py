"""Where the shapes of each picture stand: geometry only; colours and words belong to the templates."""
