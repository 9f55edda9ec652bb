// The desk's clock, kept until somebody ends it: one visit after the other (runner.h), and waiting
// in between (wake.h).
#pragma once

#include <functional>
#include <iosfwd>
#include <string>

#include "engine/base/phrase.h"
#include "engine/intake/settings.h"
#include "engine/report/speech.h"
#include "engine/service/signals.h"
#include "engine/service/site.h"
#include "engine/store/store.h"

namespace signpost::service {

struct DaemonChoices {
  report::Language language = report::Language::kEnglish;  // of alerts
  intake::LogSettings log;
  std::string version;  // of the program
};

/// Returns when `signals` asks for the end. `err`: where the log goes without a file; `warn` tells
/// there what a log in a file might not be read for. Error{kStore} where the store was replaced.
void keep_clock(const Site& site, store::Store& store, Signals& signals,
                const DaemonChoices& choices, std::ostream& err,
                const std::function<void(const Phrase&)>& warn);

}  // namespace signpost::service
