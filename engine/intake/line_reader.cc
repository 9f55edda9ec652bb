#include "engine/intake/line_reader.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "engine/base/error.h"
#include "engine/base/shortage.h"
#include "engine/base/system_reason.h"
#include "engine/base/text.h"

namespace signpost::intake {
namespace {

constexpr std::size_t kChunk = std::size_t{1} << 18U;
constexpr char kNotText = '\xFF';

[[noreturn]] void fail(const std::filesystem::path& file, int reason) {
  throw Error(kind_of(reason),
              {"base.cannot-read", {{"file", file.string()}, {"why", reason_in_words(reason)}}},
              hint_for(reason));
}

bool is_ascii_without_nul(std::string_view text) {
  std::uint64_t high_bits = 0;
  std::size_t i = 0;
  for (; i + sizeof(std::uint64_t) <= text.size(); i += sizeof(std::uint64_t)) {
    std::uint64_t word = 0;
    std::memcpy(&word, text.data() + i, sizeof word);
    high_bits |= word;
  }
  for (; i < text.size(); ++i) high_bits |= static_cast<unsigned char>(text[i]);
  return (high_bits & 0x8080808080808080U) == 0 &&
         std::memchr(text.data(), 0, text.size()) == nullptr;
}

}  // namespace

LineReader::LineReader(const std::filesystem::path& file)
    : file_(file), descriptor_(::open(file.c_str(), O_RDONLY | O_CLOEXEC)) {
  struct stat about {};
  if (descriptor_.number() < 0 || ::fstat(descriptor_.number(), &about) != 0) fail(file_, errno);
  if (S_ISDIR(about.st_mode)) {
    throw Error(
        ErrorKind::kInvalid,
        {"base.cannot-read", {{"file", file_.string()}, {"why", Phrase("base.is-a-folder")}}});
  }
}

std::size_t LineReader::read_some(char* into, std::size_t room) {
  while (true) {
    const ssize_t count = ::read(descriptor_.number(), into, room);
    if (count >= 0) return static_cast<std::size_t>(count);
    if (errno != EINTR) fail(file_, errno);
  }
}

void LineReader::append_code_point(std::uint32_t point) {
  const auto tail = [&](unsigned shift) {
    buffer_ += static_cast<char>(0x80U | ((point >> shift) & 0x3FU));
  };
  if (point < 0x80U) {
    buffer_ += static_cast<char>(point);
  } else if (point < 0x800U) {
    buffer_ += static_cast<char>(0xC0U | (point >> 6U));
    tail(0);
  } else if (point < 0x10000U) {
    buffer_ += static_cast<char>(0xE0U | (point >> 12U));
    tail(6);
    tail(0);
  } else {
    buffer_ += static_cast<char>(0xF0U | (point >> 18U));
    tail(12);
    tail(6);
    tail(0);
  }
}

void LineReader::decode_utf16(std::string_view bytes, bool at_end) {
  raw_.append(bytes);
  const auto unit = [&](std::size_t at) -> std::uint32_t {
    const auto first = static_cast<unsigned char>(raw_[at]);
    const auto second = static_cast<unsigned char>(raw_[at + 1]);
    return encoding_ == Encoding::kUtf16Little ? first | static_cast<unsigned>(second) << 8U
                                               : static_cast<unsigned>(first) << 8U | second;
  };
  const auto is_high = [](std::uint32_t u) { return u >= 0xD800U && u < 0xDC00U; };
  const auto is_low = [](std::uint32_t u) { return u >= 0xDC00U && u < 0xE000U; };
  std::size_t at = 0;
  while (at + 2 <= raw_.size()) {
    const std::uint32_t first = unit(at);
    if (!is_high(first)) {
      if (is_low(first)) {
        buffer_ += kNotText;
      } else {
        append_code_point(first);
      }
      at += 2;
      continue;
    }
    if (at + 4 > raw_.size() && !at_end) break;  // its other half comes with the next bytes
    const std::uint32_t second = at + 4 <= raw_.size() ? unit(at + 2) : 0;
    if (is_low(second)) {
      append_code_point(0x10000U + ((first - 0xD800U) << 10U) + (second - 0xDC00U));
      at += 4;
    } else {
      buffer_ += kNotText;
      at += 2;
    }
  }
  raw_.erase(0, at);
  if (at_end && !raw_.empty()) {
    buffer_ += kNotText;
    raw_.clear();
  }
}

bool LineReader::fill() {
  if (ended_) return false;
  buffer_.erase(0, begin_);
  begin_ = 0;
  line_feed_.reset();
  carriage_return_.reset();
  if (encoding_ != Encoding::kUtf8) {
    std::string bytes(kChunk, '\0');
    const std::size_t count = read_some(bytes.data(), bytes.size());
    ended_ = count == 0;
    decode_utf16(std::string_view(bytes).substr(0, count), ended_);
    return true;
  }
  const std::size_t old = buffer_.size();
  buffer_.resize(old + kChunk);
  const std::size_t count = read_some(buffer_.data() + old, kChunk);
  buffer_.resize(old + count);
  ended_ = count == 0;
  if (started_) return true;
  if (buffer_.size() < 3 && !ended_) return fill();  // a mark may come in pieces from a pipe
  started_ = true;
  if (buffer_.starts_with("\xEF\xBB\xBF")) {
    begin_ = 3;
  } else if (buffer_.starts_with("\xFF\xFE") || buffer_.starts_with("\xFE\xFF")) {
    encoding_ = buffer_.starts_with("\xFF\xFE") ? Encoding::kUtf16Little : Encoding::kUtf16Big;
    const std::string bytes = buffer_.substr(2);
    buffer_.clear();
    decode_utf16(bytes, ended_);
  }
  return true;
}

std::size_t LineReader::next_break(std::optional<std::size_t>& remembered, char which,
                                   std::size_t from) const {
  if (!remembered || *remembered < from) {
    remembered = std::min(buffer_.find(which, from), buffer_.size());
  }
  return *remembered;
}

LineReader::Outcome LineReader::next() {
  if (again_) {
    again_ = false;
    return Outcome::kLine;
  }
  line_ = {};
  std::size_t searched = begin_;
  while (true) {
    const std::size_t end = std::min(next_break(line_feed_, '\n', searched),
                                     next_break(carriage_return_, '\r', searched));
    const bool found = end < buffer_.size();
    // A CR at the end of what has been read: an LF may follow.
    const bool undecided = found && buffer_[end] == '\r' && end + 1 == buffer_.size() && !ended_;
    if (found && !undecided) {
      ++number_;
      if (end - begin_ > kMaxLineBytes) return Outcome::kTooLong;
      line_ = std::string_view(buffer_).substr(begin_, end - begin_);
      begin_ = end + (buffer_.compare(end, 2, "\r\n") == 0 ? 2 : 1);
      return Outcome::kLine;
    }
    if (buffer_.size() - begin_ > kMaxLineBytes + 1) {
      ++number_;
      return Outcome::kTooLong;
    }
    const std::size_t pending = (undecided ? end : buffer_.size()) - begin_;
    if (!fill()) {
      if (begin_ == buffer_.size()) return Outcome::kEnd;
      ++number_;
      if (buffer_.size() - begin_ > kMaxLineBytes) return Outcome::kTooLong;
      line_ = std::string_view(buffer_).substr(begin_);
      begin_ = buffer_.size();
      return Outcome::kLine;
    }
    searched = begin_ + std::min(pending, buffer_.size() - begin_);
  }
}

std::optional<std::size_t> LineReader::first_bad_byte() const {
  if (is_ascii_without_nul(line_)) return std::nullopt;
  const std::size_t nul = std::min(line_.find('\0'), line_.size());
  const std::size_t bad = first_bad_utf8(line_).value_or(line_.size());
  if (std::min(nul, bad) == line_.size()) return std::nullopt;
  return std::min(nul, bad);
}

}  // namespace signpost::intake
