// SPDX-License-Identifier: Apache-2.0

#include "portside/formats/npy.h"

#include <bit>
#include <cstring>
#include <stdexcept>
#include <string_view>

#include "formats/sample.h"

namespace portside {
namespace {

static_assert(std::endian::native == std::endian::little);

std::string_view DescriptorOf(SampleType type) {
  switch (type) {
    case SampleType::kUint16: return "<u2";
    case SampleType::kInt16: return "<i2";
    case SampleType::kInt32: return "<i4";
    case SampleType::kFloat32: return "<f4";
    case SampleType::kFloat64: return "<f8";
  }
  return "";
}

// A dictionary in Python's form, padded so that the data begins at a multiple of 64 bytes.
std::string HeaderOf(std::span<const std::uint32_t> shape, SampleType type) {
  std::string text =
      "{'descr': '" + std::string(DescriptorOf(type)) + "', 'fortran_order': False, 'shape': (";
  for (const std::uint32_t extent : shape) text += std::to_string(extent) + ", ";
  text += "), }";
  constexpr std::size_t kPreamble = 10;
  constexpr std::size_t kAlignment = 64;
  while ((kPreamble + text.size() + 1) % kAlignment != 0) text += ' ';
  text += '\n';
  std::string header = "\x93NUMPY";
  header += '\x01';
  header += '\0';
  header += static_cast<char>(text.size() & 0xff);
  header += static_cast<char>(text.size() >> 8);
  return header + text;
}

template <typename T>
std::string BytesOf(std::span<const double> values) {
  std::string bytes(values.size() * sizeof(T), '\0');
  for (std::size_t index = 0; index < values.size(); ++index) {
    const T sample = ToSample<T>(values[index]);
    std::memcpy(bytes.data() + index * sizeof(T), &sample, sizeof(T));
  }
  return bytes;
}

std::string BytesOf(SampleType type, std::span<const double> values) {
  switch (type) {
    case SampleType::kUint16: return BytesOf<std::uint16_t>(values);
    case SampleType::kInt16: return BytesOf<std::int16_t>(values);
    case SampleType::kInt32: return BytesOf<std::int32_t>(values);
    case SampleType::kFloat32: return BytesOf<float>(values);
    case SampleType::kFloat64: return BytesOf<double>(values);
  }
  return {};
}

}  // namespace

std::string WriteNpy(std::span<const std::uint32_t> shape, SampleType type,
                     std::span<const double> values) {
  std::size_t count = 1;
  for (const std::uint32_t extent : shape) count *= extent;
  if (count != values.size()) throw std::invalid_argument("values do not fill their shape");
  return HeaderOf(shape, type) + BytesOf(type, values);
}

}  // namespace portside
