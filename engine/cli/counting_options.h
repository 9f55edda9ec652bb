// What the commands that look back share: which settled scenarios, and with what knowledge.
#pragma once

#include <string>
#include <vector>

#include "engine/assess/archive.h"
#include "engine/assess/counting.h"
#include "engine/cli/arguments.h"
#include "engine/cli/command.h"

namespace signpost::cli {

struct CountingOptions {
  std::vector<std::string> scenarios;
  std::string publication;
  std::string role;
  std::string from;
  std::string to;
  std::string known_at;
  bool hindsight = false;

  /// Binds to this, which must stay where it is.
  void add_to(Arguments command, const report::Speech& speech);
  /// Error{kUsage} names the option that holds no time.
  [[nodiscard]] assess::CountingChoices choices() const;
  [[nodiscard]] Instant known_by(const Session& session) const;
  /// Error{kNotFound} or {kUsage} where there is no such scenario or publication.
  void check(assess::Archive& archive) const;
};

}  // namespace signpost::cli
