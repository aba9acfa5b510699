/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A C++ program that uses an installed rasim: its names have C linkage and its headers are valid C++. */
#include <rasim/rasim.h>

#include <iostream>
#include <memory>

int
main()
{
    rasim_init();
    rasim_problems *created = nullptr;
    if (rasim_problems_create(&created) != RASIM_OK)
        return 1;
    std::unique_ptr<rasim_problems, decltype(&rasim_problems_free)> problems(created, &rasim_problems_free);
    std::cout << rasim_version() << "\n";
    return rasim_problems_size(problems.get()) == 0 ? 0 : 1;
}
