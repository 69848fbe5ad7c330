// Reads lines on one thread, computes on another, writes whole lines from both.
#include "bgpte/mcp/server.hpp"

#include <chrono>
#include <condition_variable>
#include <exception>
#include <istream>
#include <mutex>
#include <ostream>
#include <system_error>
#include <thread>

#include "bgpte/text/display.hpp"
#include "src/mcp/dispatch.hpp"
#include "src/mcp/session.hpp"

namespace bgpte::mcp {

namespace {

constexpr std::size_t longest_line = 2'000'000;
constexpr std::size_t most_in_batch = 64;
/// A search that is still going on then stops with the best plan so far, whatever its own limit.
constexpr int longest_call_s = 65;

/// Writes one message at a time.
class Writer {
 public:
  explicit Writer(std::ostream& out) : out_(out) {}
  void write(const Value& message) {
    const std::string line = json::one_line(message) + "\n";
    const std::lock_guard lock(mutex_);
    out_ << line << std::flush;
  }

 private:
  std::ostream& out_;
  std::mutex mutex_;
};

/// Watches over a call of a tool: ends a search that takes too long, and tells a client that asked
/// for it, each second, that the call is still computed.
class Progress {
 public:
  Progress(Writer& writer, Session& session, const Message& request)
      : writer_(writer), session_(session), token_(token_of(request)) {
    if (request.method == "tools/call") {
      tell();
      try {
        thread_ = std::thread([this] { run(); });
      } catch (const std::system_error&) {
        // No thread is left: the call is computed without being watched over.
      }
    }
  }
  ~Progress() {
    {
      const std::lock_guard lock(mutex_);
      over_ = true;
    }
    changed_.notify_all();
    if (thread_.joinable()) {
      thread_.join();
    }
  }
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

 private:
  static Value token_of(const Message& request) {
    const Value& token = member(member(request.params, "_meta"), "progressToken");
    return is_text(token) || is_number(token) ? token : Value();
  }
  void tell() {
    if (token_.kind == Value::Kind::null || session_.is_cancelled()) {
      return;
    }
    writer_.write(notification("notifications/progress", object({{"progressToken", token_},
                                                                 {"progress", number(told_++)},
                                                                 {"message", text("computing")}})));
  }
  void run() {
    std::unique_lock lock(mutex_);
    for (int seconds = 1; !changed_.wait_for(lock, std::chrono::seconds(1), [&] { return over_; });
         ++seconds) {
      if (seconds == longest_call_s) {
        session_.stop();
      }
      tell();
    }
  }

  Writer& writer_;
  Session& session_;
  Value token_;
  std::int64_t told_ = 0;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool over_ = false;
  std::thread thread_;
};

enum class Read { line, too_long, end };

/// The next line without its end. The rest of a line that is too long is read and dropped.
Read read_line(std::istream& in, std::string& line) {
  line.clear();
  bool too_long = false;
  std::streambuf& bytes = *in.rdbuf();
  for (int c = bytes.sbumpc(); c != std::char_traits<char>::eof(); c = bytes.sbumpc()) {
    if (c == '\n') {
      return too_long ? Read::too_long : Read::line;
    }
    too_long = too_long || line.size() == longest_line;
    if (!too_long) {
      line += static_cast<char>(c);
    }
  }
  return too_long ? Read::too_long : line.empty() ? Read::end : Read::line;
}

/// Takes what is answered at once, or is no request; keeps the rest for the other thread.
class Reader {
 public:
  Reader(std::istream& in, Writer& writer, Session& session)
      : in_(in), writer_(writer), session_(session) {}

  void run() {
    std::string line;
    for (Read read = read_line(in_, line); read != Read::end; read = read_line(in_, line)) {
      if (read == Read::too_long) {
        refuse(Value(), {ErrorCode::invalid_request,
                         "A message has at most " + std::to_string(longest_line) + " bytes."});
      } else if (line.find_first_not_of(" \t\r") != std::string::npos) {
        take(line);
      }
    }
    session_.finish();
  }

 private:
  void refuse(const Value& id, const Fault& fault) { writer_.write(error_response(id, fault)); }

  void take(const std::string& line) {
    std::variant<Value, std::string> parsed = json::parse(with_whole_characters(line));
    if (const std::string* fault = std::get_if<std::string>(&parsed)) {
      // A client that waits for the answer is told by the id, where that can be read all the same.
      const auto mended = json::parse(text::valid_utf8(with_whole_characters(line)));
      const Value* value = std::get_if<Value>(&mended);
      refuse(value == nullptr ? Value() : to_message(*value).id, {ErrorCode::parse, *fault});
      return;
    }
    const Value& value = std::get<Value>(parsed);
    Line taken{{}, is_array(value), line.size()};
    if (!taken.batch) {
      take_message(to_message(value), taken);
    } else if (value.items.empty() || value.items.size() > most_in_batch) {
      refuse(Value(), {ErrorCode::invalid_request, "A batch holds 1 to 64 messages."});
    } else {
      for (const Value& item : value.items) {
        take_message(to_message(item), taken);
      }
    }
    if (!taken.messages.empty()) {
      session_.push(std::move(taken));
    }
  }

  void take_message(Message message, Line& line) {
    switch (message.kind) {
      case Message::Kind::notification:
        if (message.method == "notifications/cancelled") {
          session_.cancel(member(message.params, "requestId"));
        }
        break;
      case Message::Kind::ignored:
        break;
      case Message::Kind::broken:
        refuse(message.id, message.fault);
        break;
      case Message::Kind::request:
        if (!line.batch && message.method == "ping" && era_of(message) == Era::legacy) {
          writer_.write(response(message.id, object()));
        } else {
          line.messages.push_back(std::move(message));
        }
        break;
    }
  }

  std::istream& in_;
  Writer& writer_;
  Session& session_;
};

/// The message that answers a request; nothing where it was cancelled.
std::optional<Value> reply(const Message& request, Handshake& handshake, ToolBox& box,
                           Session& session, Writer& writer) {
  std::optional<Answer> made;
  if (session.begin(request)) {
    const Progress progress(writer, session, request);
    made = answer(request, handshake, box);
  }
  if (!session.end() || !made) {
    return std::nullopt;
  }
  if (const Fault* fault = std::get_if<Fault>(&*made)) {
    return error_response(request.id, *fault);
  }
  return response(request.id, std::get<Value>(std::move(*made)));
}

}  // namespace

void serve(std::istream& in, std::ostream& out, const Settings& settings,
           const Commands& commands) {
  Writer writer(out);
  Session session(commands.interrupt, commands.clear);
  AdviceStore advice;
  ToolBox box{settings, commands, advice};
  Handshake handshake;
  std::thread reading([&] {
    try {
      Reader(in, writer, session).run();
    } catch (const std::exception&) {
      session.finish();  // Nothing more can be read, as where the input ends.
    }
  });
  while (std::optional<Line> line = session.pop()) {
    Value batch = array();
    const bool refused = line->batch && handshake.version != batch_version;
    for (const Message& request : line->messages) {
      if (refused) {
        writer.write(error_response(request.id,
                                    {ErrorCode::invalid_request, "This revision has no batches."}));
        continue;
      }
      std::optional<Value> message = reply(request, handshake, box, session, writer);
      if (message && line->batch) {
        batch.items.push_back(std::move(*message));
      } else if (message) {
        writer.write(*message);
      }
    }
    if (!batch.items.empty()) {
      writer.write(batch);
    }
  }
  reading.join();
}

}  // namespace bgpte::mcp
