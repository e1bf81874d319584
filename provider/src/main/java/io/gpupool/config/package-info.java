/**
 * The configuration file: from text to immutable records, or to a list of everything that is wrong
 * with it. Start with {@link io.gpupool.config.ConfigReader}; what it returns is a {@link
 * io.gpupool.config.GpupoolConfig} in which every default is filled in.
 *
 * <p><b>How it is read.</b> {@link io.gpupool.config.YamlTree} turns the text into nodes that know
 * their place, {@link io.gpupool.config.Form} says how one kind of value is written, and each part
 * of the file has a section class that holds its keys, its rules and nothing else. None of them
 * stops at a problem; all of them report to one {@link io.gpupool.config.Problems}.
 *
 * <p><b>What is stricter than YAML.</b> A name that nobody knows is a problem, and so is a key that
 * is there twice or has no value. Anchors, aliases and tags are refused: a value stands where it is
 * used, so that the line a problem names is the line to mend. Where a text is expected, what stands
 * there is taken letter by letter, so {@code release: 1.30} is not 1.3; where a number or a boolean
 * is expected, a quoted one is refused.
 */
@NullMarked
package io.gpupool.config;

import org.jspecify.annotations.NullMarked;
