// What became of alerts, in words.
#pragma once

#include <string>
#include <vector>

#include "engine/assess/archive.h"
#include "engine/model/saved.h"
#include "engine/report/alerts.h"
#include "engine/store/store.h"

namespace signpost::service {

/// The titles of what an alert names, as they stand now.
report::AlertNames names_of(assess::Archive& archive, const Alert& alert);

/// A sentence for each alert that a round raised or cleared, ready to print, in the words of
/// notices.
std::vector<std::string> alert_news(const Round& round, const store::Store& store,
                                    report::Language language);

}  // namespace signpost::service
