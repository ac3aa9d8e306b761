// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker_geospatial/tiles/tile_file.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "portside/base/encoding.h"
#include "portside/formats/npy.h"
#include "portside/formats/picture.h"

namespace portside::sagemaker_geospatial {
namespace {

struct NamedFormat {
  std::string_view name;
  TileFormat format;
};
constexpr NamedFormat kFormats[] = {{"png", TileFormat::kPng},
                                    {"jpg", TileFormat::kJpeg},
                                    {"jpeg", TileFormat::kJpeg},
                                    {"npy", TileFormat::kNpy}};

std::uint16_t Clamped(double value, double most) {
  return static_cast<std::uint16_t>(std::clamp(std::round(value), 0.0, most));
}

std::uint16_t ShadeOf(const TileBand& band, double value) {
  constexpr double kWhite = 0.355;
  constexpr double kClassStep = 23;
  switch (band.meaning) {
    case BandMeaning::kReflectance:
      return Clamped((value * band.scale + band.offset) / kWhite * 255, 255);
    case BandMeaning::kClass: return Clamped(value * kClassStep, 255);
    case BandMeaning::kIndex: return Clamped((value + 1) / 2 * 255, 255);
    case BandMeaning::kOther: break;
  }
  return Clamped(value, 255);
}

Expected<std::string, std::string> WritePicture(const TilePixels& pixels, const TileForm& form) {
  if (pixels.bands.size() != 1 && pixels.bands.size() != 3) {
    return Fail("A picture has one band, or three for red, green and blue; ImageAssets names " +
                std::to_string(pixels.bands.size()) + ". Take OutputFormat npy, or other assets.");
  }
  const bool has_alpha = form.with_mask && form.format == TileFormat::kPng;
  const bool is_deep = form.type.has_value();
  Picture picture{.width = kTilePixels,
                  .height = kTilePixels,
                  .channels = static_cast<int>(pixels.bands.size()) + (has_alpha ? 1 : 0),
                  .bits = is_deep ? 16 : 8,
                  .samples = {}};
  const std::uint16_t full = is_deep ? 65535 : 255;
  for (std::size_t pixel = 0; pixel < pixels.is_seen.size(); ++pixel) {
    const bool is_seen = pixels.is_seen[pixel];
    for (const TileBand& band : pixels.bands) {
      const double value = band.values[pixel];
      std::uint16_t sample = 0;
      if (is_seen) sample = is_deep ? Clamped(value, 65535) : ShadeOf(band, value);
      picture.samples.push_back(sample);
    }
    if (has_alpha) picture.samples.push_back(is_seen ? full : 0);
  }
  return form.format == TileFormat::kPng ? WritePng(picture) : WriteJpeg(picture);
}

// One for all bands: their own where they agree, and else one that holds each of them.
SampleType TypeOf(const std::vector<TileBand>& bands) {
  const bool agree = std::ranges::all_of(
      bands, [&](const TileBand& band) { return band.type == bands.front().type; });
  return agree ? bands.front().type : SampleType::kFloat64;
}

std::string WriteArray(const TilePixels& pixels, const TileForm& form) {
  std::vector<double> values;
  for (const TileBand& band : pixels.bands) {
    values.insert(values.end(), band.values.begin(), band.values.end());
  }
  if (form.with_mask) {
    for (const bool is_seen : pixels.is_seen) values.push_back(is_seen ? 255 : 0);
  }
  const std::array<std::uint32_t, 3> shape{
      static_cast<std::uint32_t>(values.size() / pixels.is_seen.size()), kTilePixels, kTilePixels};
  return WriteNpy(shape, form.type.value_or(TypeOf(pixels.bands)), values);
}

}  // namespace

std::optional<TileFormat> TileFormatOf(std::string_view name) {
  if (name.starts_with('.')) name.remove_prefix(1);
  const auto found = std::ranges::find_if(
      kFormats, [name](const NamedFormat& it) { return EqualsIgnoreCase(it.name, name); });
  if (found == std::end(kFormats)) return std::nullopt;
  return found->format;
}

std::string_view ContentTypeOf(TileFormat format) {
  switch (format) {
    case TileFormat::kPng: return "image/png";
    case TileFormat::kJpeg: return "image/jpeg";
    case TileFormat::kNpy: break;
  }
  return "application/octet-stream";
}

std::optional<std::string> FormProblem(const TileForm& form) {
  if (form.format == TileFormat::kNpy || !form.type) return std::nullopt;
  if (form.format == TileFormat::kPng && *form.type == SampleType::kUint16) return std::nullopt;
  return "OutputDataType is for arrays (OutputFormat npy), where it is any of them, and for png, "
         "where it can be UINT16; pictures without it have 8 bits.";
}

Expected<std::string, std::string> WriteTile(const TilePixels& pixels, const TileForm& form) {
  if (form.format == TileFormat::kNpy) return WriteArray(pixels, form);
  return WritePicture(pixels, form);
}

}  // namespace portside::sagemaker_geospatial
