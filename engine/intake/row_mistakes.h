// What is wrong with a file of rows: each mistake with its line, its place and what stands there.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/error.h"
#include "engine/intake/source_text.h"

namespace signpost::intake {

using Reject = std::function<void(Diagnostic&&)>;

/// A mistake at a place of the line that is shown.
Diagnostic mistake(const std::string& file, Stretch where, Phrase message, Phrase hint,
                   std::string_view line);

/// Gathers the mistakes of one row and gives them out by their place.
class RowMistakes {
 public:
  explicit RowMistakes(const Reject& reject) : reject_(reject) {}
  void add(Diagnostic diagnostic) { list_.push_back(std::move(diagnostic)); }
  [[nodiscard]] bool empty() const { return list_.empty(); }
  void give_out();

 private:
  const Reject& reject_;
  std::vector<Diagnostic> list_;
};

}  // namespace signpost::intake
