mod rules;
mod scripts;
mod town;
mod wire;
