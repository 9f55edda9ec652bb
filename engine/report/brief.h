// A report in five lines, for a messaging app.
#pragma once

#include <string>

#include "engine/report/report.h"

namespace signpost::report {

/// Five lines of at most 200 characters each, six once something is settled: what it is and as of
/// when; the running score; the likeliest forecast;
/// what moved most; which judgement rests on least; what to watch and what is due. Plain text: the
/// signs that WhatsApp, Telegram or Signal take for markup are replaced by others that look alike.
std::string brief(const Report& report);

}  // namespace signpost::report
