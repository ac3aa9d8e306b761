# embed_data(<target> <file>...): compiles files of data/ into <target> as bytes. A generated
# assembly file takes each in with .incbin between portside_data_<name>_begin and _end, <name> being
# the file's up to its first dot; who reads it declares the two.

function(embed_data target)
  set(assembly ".section .rodata\n")
  set(paths "")
  foreach(file IN LISTS ARGN)
    set(path "${PROJECT_SOURCE_DIR}/data/${file}")
    get_filename_component(name "${file}" NAME_WE)
    string(APPEND assembly
      ".global portside_data_${name}_begin\n.global portside_data_${name}_end\n"
      "portside_data_${name}_begin:\n.incbin \"${path}\"\nportside_data_${name}_end:\n.byte 0\n")
    list(APPEND paths "${path}")
  endforeach()
  # Without this section the linker would mark the stack executable.
  string(APPEND assembly ".section .note.GNU-stack,\"\",%progbits\n")

  set(assembly_file "${PROJECT_BINARY_DIR}/embedded_data_${target}.S")
  file(CONFIGURE OUTPUT "${assembly_file}" CONTENT "${assembly}" @ONLY)
  target_sources(${target} PRIVATE "${assembly_file}")
  # A changed file is embedded again.
  set_source_files_properties("${assembly_file}" PROPERTIES OBJECT_DEPENDS "${paths}")
endfunction()
