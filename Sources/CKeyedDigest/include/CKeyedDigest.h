// CKeyedDigest
