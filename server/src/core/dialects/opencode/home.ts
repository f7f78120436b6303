/**
 * Stands for the home directory in patterns and in paths that are asked about. Which directory it is, is not known here;
 * a private character keeps it apart from a `~` that a command is written with, which no pattern of opencode's means.
 */
export const HOME = '\u{f8ff}home';
