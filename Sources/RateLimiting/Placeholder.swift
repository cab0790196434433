// RateLimiting
