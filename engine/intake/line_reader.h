// Lines of a file of any length, as UTF-8, in constant memory.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "engine/base/descriptor.h"

namespace signpost::intake {

/// The longest line, and the longest cell of a CSV file, in bytes.
inline constexpr std::size_t kMaxLineBytes = std::size_t{1} << 20U;

/// Reads a file line by line. A line ends at LF, CR or CR LF. A byte order mark tells UTF-8,
/// UTF-16LE and UTF-16BE apart (no mark: UTF-8) and is taken off; UTF-16 is turned into UTF-8, and
/// a half of a surrogate pair that stands alone into the byte 0xFF, which no UTF-8 text holds, so
/// that one check finds the bad places of both.
class LineReader {
 public:
  enum class Outcome : std::uint8_t {
    kLine,     // `line` is the next line
    kEnd,      // there is none
    kTooLong,  // it is longer than kMaxLineBytes; nothing more can be read
  };

  /// Error{kInvalid} where the file is missing, a folder or not readable; {kStore} where the
  /// machine is to blame (base/shortage.h).
  explicit LineReader(const std::filesystem::path& file);

  /// Error as above where reading fails half-way.
  Outcome next();
  /// Gives the last line again at the next call.
  void again() { again_ = true; }
  /// Valid until the next call.
  [[nodiscard]] std::string_view line() const { return line_; }
  /// Counts from 1.
  [[nodiscard]] std::uint32_t number() const { return number_; }
  /// Byte offset in the line of the first byte that is not text (bad UTF-8 or UTF-16, or NUL).
  [[nodiscard]] std::optional<std::size_t> first_bad_byte() const;
  [[nodiscard]] bool is_utf16() const { return encoding_ != Encoding::kUtf8; }

 private:
  enum class Encoding : std::uint8_t { kUtf8, kUtf16Little, kUtf16Big };

  bool fill();  // more text into buffer_; false at the end of the file
  std::size_t read_some(char* into, std::size_t room);
  void decode_utf16(std::string_view bytes, bool at_end);
  void append_code_point(std::uint32_t point);
  /// Where the next LF or CR stands, or the buffer's end. Remembered, so that a file that has only
  /// one of the two is not searched for the other at every line.
  std::size_t next_break(std::optional<std::size_t>& remembered, char which,
                         std::size_t from) const;

  std::filesystem::path file_;
  Descriptor descriptor_;
  Encoding encoding_ = Encoding::kUtf8;
  bool started_ = false;
  bool ended_ = false;
  bool again_ = false;
  std::string buffer_;  // text not yet given out begins at begin_
  std::size_t begin_ = 0;
  std::optional<std::size_t> line_feed_;
  std::optional<std::size_t> carriage_return_;
  std::string raw_;  // UTF-16 bytes not yet decoded: less than a pair
  std::string_view line_;
  std::uint32_t number_ = 0;
};

}  // namespace signpost::intake
