// All of it is in the header, so that it costs an instruction and not a call.
#include "CPrefetch.h"
