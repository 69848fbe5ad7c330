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

#include "bgpte/topology/load.hpp"

namespace bgpte::topology {
namespace {

constexpr std::size_t largest_text = std::size_t{1} << 30U;
constexpr std::size_t chunk = std::size_t{1} << 18U;

FileBytes failed(std::string why) {
  return {std::nullopt, std::move(why)};
}

/// Makes room for one chunk more; false beyond the largest text.
bool grow(std::string& text, std::size_t used) {
  if (used + chunk > largest_text) {
    return false;
  }
  if (text.size() < used + chunk) {
    text.resize(std::max(used + chunk, std::min(largest_text, text.size() * 2)));
  }
  return true;
}

constexpr const char* too_large = "more than 1 GiB of text";

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
    if (!grow(text, used)) {
      return failed(too_large);
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
      // Members may follow one another (RFC 1952).
      if (taken == in.size()) {
        text.resize(used);
        return {std::move(text), ""};
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
      if (!grow(text, used)) {
        return failed(too_large);
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
  return {std::move(text), ""};
}

}  // namespace

FileBytes decompress(std::string_view bytes) {
  if (bytes.starts_with("\x1F\x8B")) {
    return gunzip(bytes);
  }
  if (bytes.starts_with("BZh")) {
    return bunzip(bytes);
  }
  return {std::string(bytes), ""};
}

FileBytes read_possibly_compressed(const std::filesystem::path& file) {
  std::error_code no_such;
  if (std::filesystem::is_directory(file, no_such)) {
    return failed("is a directory");
  }
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> in(std::fopen(file.c_str(), "rb"),
                                                           std::fclose);
  if (!in) {
    return failed(std::generic_category().message(errno));
  }
  std::string bytes;
  std::size_t used = 0;
  while (true) {
    if (!grow(bytes, used)) {
      return failed(too_large);
    }
    const std::size_t read = std::fread(bytes.data() + used, 1, chunk, in.get());
    used += read;
    if (read < chunk) {
      if (std::ferror(in.get()) != 0) {
        return failed(std::generic_category().message(errno));
      }
      break;
    }
  }
  bytes.resize(used);
  if (bytes.starts_with("\x1F\x8B") || bytes.starts_with("BZh")) {
    return decompress(bytes);
  }
  return {std::move(bytes), ""};
}

}  // namespace bgpte::topology
