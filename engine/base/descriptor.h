// A file descriptor that closes itself.
#pragma once

#include <unistd.h>

#include <utility>

namespace signpost {

class Descriptor {
 public:
  explicit Descriptor(int number = -1) : number_(number) {}
  Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(number_, other.number_);
    return *this;
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() { close(); }
  /// Before its end. Harmless where it holds none.
  void close() {
    if (number_ >= 0) ::close(number_);
    number_ = -1;
  }
  /// Negative where it holds none: it could not be opened, or is closed.
  [[nodiscard]] int number() const { return number_; }

 private:
  int number_;
};

}  // namespace signpost
