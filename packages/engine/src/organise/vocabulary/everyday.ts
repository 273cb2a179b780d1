/**
 * What people photograph, in the words they use for it: events, scenes, people together, papers and
 * screens. WordNet has most of these words too, but buried among eighty thousand rarer ones.
 */
const lists = `
birthday, birthday cake, wedding, wedding dress, christmas, christmas tree, halloween, easter, party, dinner party,
graduation, concert, festival, parade, fireworks, funeral, ceremony, meeting, conference, classroom, picnic, barbecue,
camping, hiking, trekking, climbing, skiing, snowboarding, sledding, ice skating, surfing, swimming, diving, sailing,
rowing, fishing, cycling, running, marathon, football, soccer, basketball, baseball, tennis, volleyball, golf, hockey,
rugby, boxing, martial arts, gymnastics, dancing, skateboarding, horse riding, playground, yoga, gym, rodeo, racing,
beach, sea, waves, sunset, sunrise, lake, river, waterfall, mountain, snow, glacier, forest, park, garden, field,
meadow, desert, island, cliff, cave, sky, clouds, rainbow, storm, rain, fog, night sky, moon, city skyline, street,
street at night, traffic, road, highway, bridge, harbour, airport, train station, market, supermarket, shop window,
restaurant, cafe, bar, hotel room, museum, church, temple, mosque, castle, palace, ruins, monument, statue, fountain,
tower, skyscraper, house, farm, barn, village, stadium, swimming pool, theatre, library, hospital, factory, office,
kitchen, living room, bedroom, bathroom, garage, staircase, window, door, fireplace, furniture, construction site,
selfie, portrait, group of people, family, couple, crowd, friends, children playing, child, baby, boy, girl, man, woman,
bride, musician, singer, soldier, old photograph, mirror, hands, face, person smiling, people walking, people at a table,
dog, puppy, cat, kitten, horse, cow, sheep, goat, pig, chicken, duck, bird, eagle, owl, parrot, penguin, swan, fish,
shark, whale, dolphin, turtle, frog, snake, lizard, crocodile, butterfly, bee, spider, insect, ant, crab,
lobster, elephant, lion, tiger, leopard, bear, wolf, fox, deer, monkey, gorilla, giraffe, zebra, kangaroo, rabbit, mouse,
squirrel, hedgehog, octopus, starfish, flamingo, rooster, scorpion, dinosaur, camel, rhinoceros, hippopotamus,
flower, rose, sunflower, tulip, water lily, lotus, tree, leaf, mushroom, cactus, bonsai, grass, fruit, vegetables,
breakfast, lunch, dinner, pizza, burger, sandwich, pasta, noodles, sushi, rice, soup, salad, steak, bread, cheese, cake,
ice cream, chocolate, cookies, coffee, tea, beer, wine, cocktail, bottle, cup, glass, plate, bowl, knife, fork, spoon,
apple, banana, orange, strawberry, pineapple, grapes, tomato, potato, corn, eggs, food on a plate, menu,
car, taxi, bus, lorry, truck, van, motorcycle, motorbike, bicycle, scooter, tram, train, aeroplane,
airplane, helicopter, boat, ship, ferry, kayak, canoe, hot air balloon, tractor, wheelchair, traffic light,
traffic sign, stop sign, road sign, speed limit sign, street sign, parking meter, wheel, engine,
receipt, invoice, ticket, document, contract, handwriting, notes, letter, book, newspaper, magazine, map, poster,
whiteboard, screenshot, computer screen, presentation, chart, diagram, barcode, passport, business card, banknote,
stamp, label, drawing, sketch, painting, cartoon, comic, illustration, logo, digit, number, text, tattoo, graffiti,
phone, laptop, computer, keyboard, camera, television, radio, headphones, watch, clock, lamp, chandelier, candle, umbrella,
bag, backpack, suitcase, hat, helmet, shoe, boot, sandal, sneaker, dress, shirt, trousers, coat, jacket, pullover, skirt,
scarf, glasses, sunglasses, jewellery, ring, necklace, toy, teddy bear, doll, ball, balloon, kite, gift, flag,
chair, table, bed, sofa, shelf, box, basket, tool, hammer, scissors, saw, pen, pencil, broom,
guitar, piano, violin, trumpet, saxophone, accordion, drum, microphone,
 tent, gun, lighthouse, windmill, pyramid,
 x-ray, satellite picture, aerial view, underwater, texture, pattern, blurred picture, black and white photo,
sports team, referee, spectators, goal, race track, swing, slide, trampoline, snowman, sandcastle, campfire, fire, smoke
`;

/** About 450 words and short phrases, without repetition, in the order above. */
export const everydayWords: readonly string[] = [
  ...new Set(
    lists
      .split(/[,\n]/)
      .map((word) => word.trim())
      .filter(Boolean),
  ),
];
