// Messages on the error stream by means of spdlog, the only source that includes it.
#include "src/cli/messages.hpp"

#include <spdlog/logger.h>
#include <spdlog/sinks/ostream_sink.h>

#include <memory>
#include <ostream>
#include <string>

#include "bgpte/text/display.hpp"

namespace bgpte::cli {

struct Messages::Log {
  explicit Log(std::ostream& err)
      : logger("bgpte", std::make_shared<spdlog::sinks::ostream_sink_st>(err, true)) {
    logger.set_pattern("bgpte: %v");
    logger.set_level(spdlog::level::info);
  }
  spdlog::logger logger;
};

Messages::Messages(std::ostream& err) : log_(std::make_unique<Log>(err)) {}
Messages::~Messages() = default;

void Messages::set(Verbosity verbosity) {
  log_->logger.set_level(verbosity == Verbosity::quiet     ? spdlog::level::err
                         : verbosity == Verbosity::verbose ? spdlog::level::debug
                                                           : spdlog::level::info);
}

void Messages::error(std::string_view text) {
  log_->logger.error("{}", text::one_line(text));
}
void Messages::warning(std::string_view text) {
  log_->logger.warn("{}", text::one_line(text));
}
void Messages::note(std::string_view text) {
  log_->logger.info("{}", text::one_line(text));
}
void Messages::detail(std::string_view text) {
  log_->logger.debug("{}", text::one_line(text));
}

}  // namespace bgpte::cli
