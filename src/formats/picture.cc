// SPDX-License-Identifier: Apache-2.0
//
// Both libraries end what they cannot do with a long jump, so that the functions that they jump
// out of own nothing.

#include "portside/formats/picture.h"

#include <png.h>

#include <csetjmp>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <new>
#include <stdexcept>

// After cstdio, whose FILE it names.
#include <jpeglib.h>

namespace portside {
namespace {

void Check(const Picture& picture, int most_channels, int most_bits) {
  const std::size_t samples =
      std::size_t{picture.width} * picture.height * static_cast<std::size_t>(picture.channels);
  if (samples == 0 || samples != picture.samples.size() || picture.channels > most_channels ||
      picture.bits > most_bits || (picture.bits != 8 && picture.bits != 16)) {
    throw std::invalid_argument("a picture's samples do not fit its size");
  }
}

// As both formats have them: 16 bits with the high byte first.
std::string BytesOf(const Picture& picture) {
  std::string bytes;
  bytes.reserve(picture.samples.size() * static_cast<std::size_t>(picture.bits) / 8);
  for (const std::uint16_t sample : picture.samples) {
    if (picture.bits == 16) bytes.push_back(static_cast<char>(sample >> 8));
    bytes.push_back(static_cast<char>(sample & 0xff));
  }
  return bytes;
}

void AppendPng(png_structp png, png_bytep data, png_size_t size) {
  static_cast<std::string*>(png_get_io_ptr(png))->append(reinterpret_cast<char*>(data), size);
}

struct PngWriter {
  PngWriter() : png(png_create_write_struct(PNG_LIBPNG_VER_STRING, nullptr, nullptr, nullptr)) {
    if (png != nullptr) info = png_create_info_struct(png);
  }
  ~PngWriter() { png_destroy_write_struct(&png, &info); }
  PngWriter(const PngWriter&) = delete;
  PngWriter& operator=(const PngWriter&) = delete;

  png_structp png;
  png_infop info = nullptr;
};

bool Encode(PngWriter& writer, const Picture& picture, const std::string& bytes,
            std::string& output) {
  constexpr int kTypes[] = {PNG_COLOR_TYPE_GRAY, PNG_COLOR_TYPE_GRAY_ALPHA, PNG_COLOR_TYPE_RGB,
                            PNG_COLOR_TYPE_RGB_ALPHA};
  if (writer.info == nullptr || setjmp(png_jmpbuf(writer.png)) != 0) return false;
  png_set_write_fn(writer.png, &output, AppendPng, nullptr);
  // Half the time of the default for a few bytes more.
  png_set_compression_level(writer.png, 4);
  png_set_IHDR(writer.png, writer.info, picture.width, picture.height, picture.bits,
               kTypes[picture.channels - 1], PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT,
               PNG_FILTER_TYPE_DEFAULT);
  png_write_info(writer.png, writer.info);
  const std::size_t stride = bytes.size() / picture.height;
  for (std::size_t row = 0; row < picture.height; ++row) {
    png_write_row(writer.png, reinterpret_cast<png_const_bytep>(bytes.data() + row * stride));
  }
  png_write_end(writer.png, writer.info);
  return true;
}

struct JpegWriter {
  JpegWriter() {
    jpeg.err = jpeg_std_error(&errors);
    errors.error_exit = [](j_common_ptr common) {
      std::longjmp(static_cast<JpegWriter*>(common->client_data)->out, 1);
    };
    errors.output_message = [](j_common_ptr) {};
    jpeg.client_data = this;
  }
  ~JpegWriter() {
    if (is_open) jpeg_destroy_compress(&jpeg);
    std::free(buffer);
  }
  JpegWriter(const JpegWriter&) = delete;
  JpegWriter& operator=(const JpegWriter&) = delete;

  jpeg_compress_struct jpeg{};
  jpeg_error_mgr errors{};
  std::jmp_buf out{};
  bool is_open = false;
  unsigned char* buffer = nullptr;  // malloc's, as the library has it
  unsigned long size = 0;
};

bool Encode(JpegWriter& writer, const Picture& picture, std::string& bytes) {
  constexpr int kQuality = 90;
  if (setjmp(writer.out) != 0) return false;
  jpeg_create_compress(&writer.jpeg);
  writer.is_open = true;
  jpeg_mem_dest(&writer.jpeg, &writer.buffer, &writer.size);
  writer.jpeg.image_width = picture.width;
  writer.jpeg.image_height = picture.height;
  writer.jpeg.input_components = picture.channels;
  writer.jpeg.in_color_space = picture.channels == 1 ? JCS_GRAYSCALE : JCS_RGB;
  jpeg_set_defaults(&writer.jpeg);
  jpeg_set_quality(&writer.jpeg, kQuality, TRUE);
  jpeg_start_compress(&writer.jpeg, TRUE);
  const std::size_t stride = bytes.size() / picture.height;
  while (writer.jpeg.next_scanline < picture.height) {
    auto* row = reinterpret_cast<JSAMPROW>(bytes.data() + writer.jpeg.next_scanline * stride);
    jpeg_write_scanlines(&writer.jpeg, &row, 1);
  }
  jpeg_finish_compress(&writer.jpeg);
  return true;
}

}  // namespace

std::string WritePng(const Picture& picture) {
  Check(picture, 4, 16);
  const std::string bytes = BytesOf(picture);
  std::string output;
  PngWriter writer;
  if (!Encode(writer, picture, bytes, output)) throw std::bad_alloc();
  return output;
}

std::string WriteJpeg(const Picture& picture) {
  Check(picture, 3, 8);
  if (picture.channels == 2) throw std::invalid_argument("JPEG has no alpha");
  std::string bytes = BytesOf(picture);
  JpegWriter writer;
  if (!Encode(writer, picture, bytes)) throw std::bad_alloc();
  return {reinterpret_cast<const char*>(writer.buffer), writer.size};
}

}  // namespace portside
