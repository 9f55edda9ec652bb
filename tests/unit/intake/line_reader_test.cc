#include "engine/intake/line_reader.h"

#include <doctest/doctest.h>
#include <sys/stat.h>

#include <string>
#include <thread>
#include <vector>

#include "engine/base/error.h"
#include "tests/unit/intake/temporary_file.h"

using signpost::intake::kMaxLineBytes;
using signpost::intake::LineReader;

namespace {

std::vector<std::string> lines_of(std::string_view content) {
  const TemporaryFile file(content);
  LineReader reader(file.path());
  std::vector<std::string> lines;
  while (reader.next() == LineReader::Outcome::kLine) {
    lines.emplace_back(reader.line());
    CHECK(reader.number() == lines.size());
  }
  return lines;
}

std::string utf16(std::u16string_view text, bool big) {
  std::string bytes;
  for (const char16_t unit : text) {
    const char high = static_cast<char>(unit >> 8U);
    const char low = static_cast<char>(unit & 0xFFU);
    bytes += big ? high : low;
    bytes += big ? low : high;
  }
  return bytes;
}

}  // namespace

TEST_CASE("lines end at LF, CR or both") {
  using Lines = std::vector<std::string>;
  CHECK(lines_of("") == Lines{});
  CHECK(lines_of("a") == Lines{"a"});
  CHECK(lines_of("a\n") == Lines{"a"});
  CHECK(lines_of("a\nb\r\nc\rd") == Lines{"a", "b", "c", "d"});
  CHECK(lines_of("\n\r\n\r\r") == Lines{"", "", "", ""});
}

TEST_CASE("a byte order mark is taken off") {
  CHECK(lines_of("\xEF\xBB\xBF"
                 "a\nb") == std::vector<std::string>{"a", "b"});
  CHECK(lines_of("\xEF\xBB\xBF").empty());
}

TEST_CASE("UTF-16 of either order is read as UTF-8") {
  const std::u16string_view text = u"\uFEFFهجوم\r\nx é 😀\n";
  const std::vector<std::string> expected = {"هجوم", "x é 😀"};
  CHECK(lines_of(utf16(text, false)) == expected);
  CHECK(lines_of(utf16(text, true)) == expected);
}

TEST_CASE("half a character of UTF-16 is found as what is not text") {
  const std::vector<std::u16string> broken = {
      {u'\uFEFF', u'a', 0xD800, u'b'}, {u'\uFEFF', u'a', 0xDC00, u'b'}, {u'\uFEFF', u'a', 0xD83D}};
  for (const std::u16string& text : broken) {
    const TemporaryFile file(utf16(text, false));
    LineReader reader(file.path());
    REQUIRE(reader.next() == LineReader::Outcome::kLine);
    CHECK(reader.is_utf16());
    CHECK(reader.first_bad_byte() == 1);
  }
  const TemporaryFile odd(utf16(u"\uFEFFa", false) + "x");
  LineReader reader(odd.path());
  REQUIRE(reader.next() == LineReader::Outcome::kLine);
  CHECK(reader.first_bad_byte() == 1);
}

TEST_CASE("the first byte that is not text is found") {
  const TemporaryFile file(std::string("fine, دوافع\nbad \xFF\nnul ") + '\0' +
                           "\nlong enough ascii");
  LineReader reader(file.path());
  REQUIRE(reader.next() == LineReader::Outcome::kLine);
  CHECK_FALSE(reader.first_bad_byte());
  REQUIRE(reader.next() == LineReader::Outcome::kLine);
  CHECK(reader.first_bad_byte() == 4);
  REQUIRE(reader.next() == LineReader::Outcome::kLine);
  CHECK(reader.first_bad_byte() == 4);
  REQUIRE(reader.next() == LineReader::Outcome::kLine);
  CHECK_FALSE(reader.first_bad_byte());
  CHECK(reader.next() == LineReader::Outcome::kEnd);
}

TEST_CASE("lines come out whole wherever the file is cut into chunks") {
  // Ends of lines, CR LF pairs and characters of several bytes fall on every place of a chunk's
  // edge.
  for (std::size_t shift = 0; shift < 8; ++shift) {
    std::string content(shift, 'x');
    std::vector<std::string> expected = {std::string(shift, 'x')};
    content += "\r\n";
    const std::string line = "دوافع وتداعيات";
    for (int i = 0; i < 30'000; ++i) {
      content += line + "\r\n";
      expected.push_back(line);
    }
    CHECK(lines_of(content) == expected);
  }
}

TEST_CASE("a line of a MiB is read and a longer one is not") {
  const std::string longest(kMaxLineBytes, 'x');
  for (const char* end : {"", "\n", "\r\n", "\r"}) {
    const TemporaryFile file(longest + end + "y");
    LineReader reader(file.path());
    if (std::string_view(end).empty()) {
      CHECK(reader.next() == LineReader::Outcome::kTooLong);
      continue;
    }
    REQUIRE(reader.next() == LineReader::Outcome::kLine);
    CHECK(reader.line().size() == kMaxLineBytes);
    REQUIRE(reader.next() == LineReader::Outcome::kLine);
    CHECK(reader.line() == "y");
  }
  const TemporaryFile alone(longest);
  LineReader reader(alone.path());
  CHECK(reader.next() == LineReader::Outcome::kLine);
  const TemporaryFile over("a\n" + longest + "x\n");
  LineReader second(over.path());
  CHECK(second.next() == LineReader::Outcome::kLine);
  CHECK(second.next() == LineReader::Outcome::kTooLong);
  CHECK(second.number() == 2);
}

TEST_CASE("a line can be given again") {
  const TemporaryFile file("a\nb\n");
  LineReader reader(file.path());
  REQUIRE(reader.next() == LineReader::Outcome::kLine);
  reader.again();
  REQUIRE(reader.next() == LineReader::Outcome::kLine);
  CHECK(reader.line() == "a");
  CHECK(reader.number() == 1);
}

TEST_CASE("a pipe is read as it comes, its mark in pieces") {
  const TemporaryFile name("");
  const std::string pipe = name.path().string() + ".pipe";
  REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);
  std::thread writer([&] {
    std::ofstream out(pipe, std::ios::binary);
    for (const char c : std::string("\xEF\xBB\xBF"
                                    "a\r\nb"))
      out << c << std::flush;
  });
  {
    LineReader reader(pipe);
    REQUIRE(reader.next() == LineReader::Outcome::kLine);
    CHECK(reader.line() == "a");
    REQUIRE(reader.next() == LineReader::Outcome::kLine);
    CHECK(reader.line() == "b");
    CHECK(reader.next() == LineReader::Outcome::kEnd);
  }
  writer.join();
  std::filesystem::remove(pipe);
}
