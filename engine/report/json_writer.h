// JSON as Signpost prints it: keys in the order written, doubles with 17 digits, UTF-8, no colour.
#pragma once

#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/phrase.h"
#include "engine/model/quantities.h"
#include "engine/time/instant.h"

namespace signpost::report {

/// Writes one JSON document into a string. Indented by two spaces, or on one line with `compact`.
/// Not-a-number and infinities become null: they are not JSON. Text that is not UTF-8 comes out as
/// U+FFFD; controls of terminals and of bidi are escaped, so that printing the JSON is safe and
/// reading it gives the text back whole.
class JsonWriter {
 public:
  explicit JsonWriter(bool compact = false) : compact_(compact) {}

  JsonWriter& begin_object() { return begin('{'); }
  JsonWriter& end_object() { return end('}'); }
  JsonWriter& begin_array() { return begin('['); }
  JsonWriter& end_array() { return end(']'); }
  JsonWriter& key(std::string_view name);
  JsonWriter& value(std::string_view text);
  JsonWriter& value(const char* text) { return value(std::string_view(text)); }
  /// In English, as all of JSON is.
  template <std::same_as<Phrase> T>
  JsonWriter& value(const T& phrase) {
    return value(std::string_view(phrase.english()));
  }
  JsonWriter& value(double number);
  JsonWriter& value(bool truth);
  template <std::integral T>
  JsonWriter& value(T number) {
    return integer(static_cast<std::int64_t>(number));
  }
  JsonWriter& value(Probability probability) { return value(probability.value()); }
  JsonWriter& value(Instant instant) { return value(to_rfc3339(instant)); }
  JsonWriter& null();
  template <class T>
  JsonWriter& value(const std::optional<T>& maybe) {
    return maybe ? value(*maybe) : null();
  }
  template <class T>
  JsonWriter& member(std::string_view name, const T& content) {
    key(name);
    return value(content);
  }

  /// The document, with a newline at its end; all that was begun must have been ended.
  [[nodiscard]] std::string take();

 private:
  JsonWriter& begin(char bracket);
  JsonWriter& end(char bracket);
  JsonWriter& integer(std::int64_t number);
  void separate();
  void line_break();

  bool compact_;
  bool after_key_ = false;
  std::vector<bool> has_members_;  // one a level that is open
  std::string text_;
};

}  // namespace signpost::report
