#include "CKeyedDigest.h"
