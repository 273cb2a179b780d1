/**
 * Background queries: plain things people photograph, from many fields. Their scores over a
 * library show what an arbitrary query scores there, hit or miss.
 */
export const probes: readonly string[] = [
  "a dog running on grass", "a birthday cake with candles", "a mountain lake", "a receipt from a shop",
  "two people at a wedding", "a red car in the street", "a plate of pasta", "children playing football",
  "a cat on a sofa", "sunset at the beach", "a city skyline at night", "a laptop on a desk",
  "a page of handwriting", "a bride and groom", "a snowy forest", "a bicycle leaning on a wall",
  "an aeroplane in the sky", "a market with fruit", "a baby sleeping", "a church interior",
  "a bowl of soup", "a map of a town", "a group of friends smiling", "a horse in a field",
  "a train at a station", "a swimming pool", "a computer screenshot", "a guitar player on stage",
  "a bunch of flowers", "a kitchen with white cupboards", "a hiking trail", "a bird on a branch",
  "a cup of coffee", "a museum painting", "a motorbike race", "a tent in the woods",
  "a traffic sign", "an old photograph of a soldier", "a bathroom sink", "a waterfall",
  "a football stadium", "a hospital bed", "a christmas tree", "a plush toy",
  "a fish in an aquarium", "a wooden chair", "a bridge over a river", "a surfer on a wave",
  "a pizza with cheese", "a clock on a tower", "an elephant drinking water", "a desert road",
  "a woman reading a book", "a ship in a harbour", "fireworks at night", "a row of shoes",
  "a garden with roses", "a skateboarder jumping", "a meeting in an office", "a glass of wine",
  "a shelf of bottles", "a castle on a hill", "a person in a mirror", "a blurred picture",
];
