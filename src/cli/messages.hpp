#pragma once

#include <iosfwd>
#include <memory>
#include <string_view>

namespace bgpte::cli {

/// -q, neither, -v.
enum class Verbosity { quiet, normal, verbose };

/// What the program says beside its result: on the error stream, each message on one line that
/// begins with "bgpte: ". What a terminal would obey, of a file's name for example, becomes "?".
class Messages {
 public:
  explicit Messages(std::ostream& err);
  ~Messages();
  Messages(const Messages&) = delete;
  Messages& operator=(const Messages&) = delete;

  void set(Verbosity verbosity);
  void error(std::string_view text);    ///< Always.
  void warning(std::string_view text);  ///< Unless quiet.
  void note(std::string_view text);     ///< Unless quiet.
  void detail(std::string_view text);   ///< Only verbose.

 private:
  struct Log;
  std::unique_ptr<Log> log_;
};

}  // namespace bgpte::cli
