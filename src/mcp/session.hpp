#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <iosfwd>
#include <mutex>
#include <optional>
#include <vector>

#include "src/mcp/message.hpp"

/// What the thread that reads and the thread that computes share.
namespace bgpte::mcp {

/// Requests of one line: several only where the client sends a batch.
struct Line {
  std::vector<Message> messages;
  bool batch = false;
  std::size_t bytes = 0;
};

/// Requests in the order in which they came, and which of them is computed now.
class Session {
 public:
  explicit Session(std::function<void()> interrupt, std::function<void()> clear)
      : interrupt_(std::move(interrupt)), clear_(std::move(clear)) {}

  /// Waits while too much is waiting already.
  void push(Line line);
  /// Waits for the next line; nothing once there will be none.
  [[nodiscard]] std::optional<Line> pop();
  /// The request that is computed from now on; false where it was cancelled before.
  [[nodiscard]] bool begin(const Message& request);
  /// Its computation is over; false where it was cancelled, so that it gets no answer.
  [[nodiscard]] bool end();
  [[nodiscard]] bool is_cancelled();
  /// The request that is computed now ends soon, with what it has.
  void stop();
  /// By `notifications/cancelled`.
  void cancel(const Value& id);
  /// Nothing more is read: what waits is finished, unless one request takes over five seconds.
  void finish();

 private:
  std::function<void()> interrupt_, clear_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Line> waiting_;
  std::size_t waiting_bytes_ = 0;
  std::optional<Value> current_;
  std::vector<Value> withdrawn_;  ///< Cancelled while their line was being computed.
  std::size_t begun_ = 0;         ///< Requests so far, to see whether one goes on for long.
  bool cancelled_ = false;
  bool idle_ = false, ended_ = false;
  bool dropped_ = false;  ///< Nothing begins any more.
};

}  // namespace bgpte::mcp
