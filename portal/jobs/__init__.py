"""The background worker: periodic sweeps that find due rows; state lives in the rows, so a lost task loses nothing."""
