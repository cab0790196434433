// CSQLiteHardening
