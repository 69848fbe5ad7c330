// Reads files that are plain, gzip or bzip2.
#include <bzlib.h>
#include <zlib.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <limits>
#include <memory>
#include <system_error>
#include <utility>

#include "bgpte/text/foreign_form.hpp"
#include "bgpte/topology/load.hpp"

namespace bgpte::topology {
namespace {

constexpr std::size_t largest_text = std::size_t{1} << 30U;
constexpr std::size_t chunk = std::size_t{1} << 18U;

FileBytes failed(std::string why) {
  return {std::nullopt, std::move(why), true};
}

FileBytes unreadable(std::string why) {
  return {std::nullopt, std::move(why), false};
}

/// How much text may come out of so many packed bytes. Lists of AS links or weights shrink to a
/// fifth or a tenth; what shrinks to less than a hundredth was made to fill the memory.
std::size_t most_text(std::size_t packed) {
  constexpr std::size_t always = std::size_t{16} << 20U;
  constexpr std::size_t ratio = 100;
  return std::min(largest_text, std::max(always, std::min(packed, largest_text) * ratio));
}

/// Makes room for one chunk more; false where that is above the largest text.
bool grow(std::string& text, std::size_t used, std::size_t largest = largest_text) {
  if (used + chunk > largest) {
    return false;
  }
  if (text.size() < used + chunk) {
    text.resize(std::max(used + chunk, std::min(largest, text.size() * 2)));
  }
  return true;
}

FileBytes too_large(std::size_t packed) {
  const std::size_t most = most_text(packed);
  return failed(most == largest_text
                    ? "more than 1 GiB of text"
                    : "more than " + std::to_string(most >> 20U) + " MiB of text are packed into " +
                          std::to_string(packed) + " bytes: no list of ASes is so regular");
}

/// Feeds all input in pieces that a 32-bit count can hold; each call of `step` consumes some.
FileBytes gunzip(std::string_view in) {
  z_stream stream{};
  if (inflateInit2(&stream, 15 + 16) != Z_OK) {
    return failed("no memory to decompress");
  }
  const std::unique_ptr<z_stream, int (*)(z_stream*)> guard(&stream, inflateEnd);
  std::string text;
  std::size_t used = 0;
  std::size_t taken = 0;
  while (true) {
    if (!grow(text, used, most_text(in.size()))) {
      return too_large(in.size());
    }
    const auto offered = std::min(in.size() - taken, std::size_t{1} << 30U);
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(in.data() + taken));
    stream.avail_in = static_cast<uInt>(offered);
    stream.next_out = reinterpret_cast<Bytef*>(text.data() + used);
    stream.avail_out = static_cast<uInt>(chunk);
    const int result = inflate(&stream, Z_NO_FLUSH);
    taken += offered - stream.avail_in;
    used += chunk - stream.avail_out;
    if (result == Z_STREAM_END) {
      // Members may follow one another (RFC 1952), and zeros that fill up a block of a tape.
      if (in.find_first_not_of('\0', taken) == std::string_view::npos) {
        text.resize(used);
        return {std::move(text), "", true};
      }
      if (inflateReset(&stream) != Z_OK) {
        return failed("the gzip data cannot be read");
      }
    } else if (result == Z_BUF_ERROR && taken == in.size() && stream.avail_out != 0) {
      return failed("the gzip data ends too early");
    } else if (result != Z_OK && result != Z_BUF_ERROR) {
      return failed("the gzip data is damaged");
    }
  }
}

FileBytes bunzip(std::string_view in) {
  std::string text;
  std::size_t used = 0;
  std::size_t taken = 0;
  // Streams may follow one another, as parallel compressors write them.
  while (taken < in.size()) {
    bz_stream stream{};
    if (BZ2_bzDecompressInit(&stream, 0, 0) != BZ_OK) {
      return failed("no memory to decompress");
    }
    const std::unique_ptr<bz_stream, int (*)(bz_stream*)> guard(&stream, BZ2_bzDecompressEnd);
    int result = BZ_OK;
    while (result != BZ_STREAM_END) {
      if (!grow(text, used, most_text(in.size()))) {
        return too_large(in.size());
      }
      const auto offered = std::min(in.size() - taken, std::size_t{1} << 30U);
      stream.next_in = const_cast<char*>(in.data() + taken);
      stream.avail_in = static_cast<unsigned>(offered);
      stream.next_out = text.data() + used;
      stream.avail_out = static_cast<unsigned>(chunk);
      result = BZ2_bzDecompress(&stream);
      taken += offered - stream.avail_in;
      used += chunk - stream.avail_out;
      if (result != BZ_OK && result != BZ_STREAM_END) {
        return failed("the bzip2 data is damaged");
      }
      if (result == BZ_OK && taken == in.size() && stream.avail_out != 0) {
        return failed("the bzip2 data ends too early");
      }
    }
  }
  text.resize(used);
  return {std::move(text), "", true};
}

}  // namespace

namespace {

/// A fault where what is not packed in a known way is packed in another.
FileBytes plain(std::string bytes) {
  const std::string_view kind = text::archive_kind(bytes);
  return kind.empty() ? FileBytes{std::move(bytes), "", true}
                      : failed("is packed (" + std::string(kind) +
                               "): only plain text, gzip and bzip2 are read");
}

}  // namespace

FileBytes decompress(std::string_view bytes) {
  const std::string_view kind = text::archive_kind(bytes);
  FileBytes unpacked = kind == "gzip"    ? gunzip(bytes)
                       : kind == "bzip2" ? bunzip(bytes)
                                         : FileBytes{std::string(bytes), "", true};
  return unpacked.bytes ? plain(std::move(*unpacked.bytes)) : unpacked;
}

FileBytes read_possibly_compressed(const std::filesystem::path& file) {
  std::error_code no_such;
  if (std::filesystem::is_directory(file, no_such)) {
    return unreadable("is a directory");
  }
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> in(std::fopen(file.c_str(), "rb"),
                                                           std::fclose);
  if (!in) {
    return unreadable(std::generic_category().message(errno));
  }
  std::string bytes;
  std::size_t used = 0;
  while (true) {
    if (!grow(bytes, used)) {
      return too_large(largest_text);
    }
    const std::size_t read = std::fread(bytes.data() + used, 1, chunk, in.get());
    used += read;
    if (read < chunk) {
      if (std::ferror(in.get()) != 0) {
        return unreadable(std::generic_category().message(errno));
      }
      break;
    }
  }
  bytes.resize(used);
  const std::string_view kind = text::archive_kind(bytes);
  return kind == "gzip" || kind == "bzip2" ? decompress(bytes) : plain(std::move(bytes));
}

}  // namespace bgpte::topology
