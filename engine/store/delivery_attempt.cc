#include "engine/store/delivery_attempt.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <stdexcept>
#include <string>
#include <string_view>

#include "engine/base/text.h"
#include "engine/store/entry.h"
#include "engine/store/record.h"

namespace signpost::store {
namespace {

/// What a command said, as a text that any tool can show: at most so many characters of valid UTF-8
/// without NUL.
constexpr std::size_t kDetailLimit = 2000;

std::string storable(std::string_view said) {
  said = said.substr(0, 4 * kDetailLimit);
  std::string good;
  while (const auto bad = first_bad_utf8(said)) {
    good.append(said.substr(0, *bad)).append("\uFFFD");
    said.remove_prefix(*bad + 1);
  }
  good += said;
  std::replace(good.begin(), good.end(), '\0', ' ');
  std::size_t characters = 0;
  const auto end = std::find_if(good.begin(), good.end(), [&](char byte) {
    const bool begins = (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U;
    return begins && ++characters > kDetailLimit;
  });
  good.erase(end, good.end());
  return good;
}

}  // namespace

bool begin_attempt(Connection& connection, const Attempt& attempt, const Clock& clock) {
  // Another program made this try, or a try has delivered it.
  Query other = connection.query(
      "SELECT 1 FROM attempt a LEFT JOIN attempt_end e USING (notice, notifier, number) "
      "WHERE a.notice = ? AND a.notifier = ? AND (a.number = ? OR e.delivered)",
      attempt.notice, attempt.notifier, attempt.number);
  if (other.next()) return false;
  Record record;
  record.head = {&kAttempt,
                 {number(attempt.notice), std::string_view(attempt.notifier),
                  number(attempt.number), at(attempt.begun)}};
  Entry entry(connection, "attempt", clock);
  entry.add(record);
  entry.seal();
  return true;
}

void end_attempt(Connection& connection, const Attempt& attempt, const Clock& clock) {
  const auto there = [&](const char* sql) {
    return connection.query(sql, attempt.notice, attempt.notifier, attempt.number).next();
  };
  if (!there("SELECT 1 FROM attempt WHERE notice = ? AND notifier = ? AND number = ?") ||
      there("SELECT 1 FROM attempt_end WHERE notice = ? AND notifier = ? AND number = ?")) {
    throw std::logic_error(fmt::format("try {} of notice {} to {} is not under way", attempt.number,
                                       attempt.notice, attempt.notifier));
  }
  const std::string detail = storable(attempt.detail);
  Entry entry(connection, "attempted", clock);
  Record record;
  record.head = {
      &kAttemptEnd,
      {number(attempt.notice), std::string_view(attempt.notifier), number(attempt.number),
       at(attempt.ended.value_or(entry.recorded())), flag(attempt.delivered), said(detail)}};
  entry.add(record);
  entry.seal();
}

}  // namespace signpost::store
