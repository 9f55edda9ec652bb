// A text in either language or both.
#pragma once

#include <string>

namespace signpost {

struct Bilingual {
  std::string en;
  std::string ar;

  /// English if there is one, else Arabic.
  [[nodiscard]] const std::string& any() const { return en.empty() ? ar : en; }
  friend bool operator==(const Bilingual&, const Bilingual&) = default;
};

}  // namespace signpost
